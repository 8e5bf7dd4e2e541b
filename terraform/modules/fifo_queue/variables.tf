variable "alarm_actions" {
  type        = list(string)
  description = "ARNs that are told when a message is in the dead-letter queue or has waited for too long, and when that is over."
}

variable "consumer" {
  type        = object({ arn = string })
  description = "The function, or the alias of one, that takes the messages, one a call; it needs the consume policy."
}

variable "content_based_deduplication" {
  type        = bool
  description = "Whether a message that comes without an id of its own is known by its content."
  default     = false
}

variable "kms_key_arn" {
  type        = string
  description = "Key to encrypt both queues with; null for SQS's own."
  default     = null
}

variable "longest_wait_seconds" {
  type        = number
  description = "Seconds for which a message may wait before an alarm goes off."
}

variable "max_receive_count" {
  type        = number
  description = "Times that a message is received before it goes to the dead-letter queue."
}

variable "maximum_concurrency" {
  type        = number
  description = "Message groups, at most, that are consumed at the same time."
}

variable "name" {
  type        = string
  description = "Name of the queue, without the .fifo at its end."
}

variable "retention_days" {
  type        = object({ queue = number, dead_letters = number })
  description = "Days for which a message is kept, in the queue and in the dead-letter queue: SQS keeps it for 14 at most."
}

variable "visibility_timeout_seconds" {
  type        = number
  description = "Seconds for which a received message is hidden; not less than the consumer's time-out."
}
