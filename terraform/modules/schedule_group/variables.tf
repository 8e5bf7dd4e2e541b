variable "kms_key_arn" {
  type        = string
  description = "Key that the queue is encrypted with; null for SQS's own."
  default     = null
}

variable "name" {
  type        = string
  description = "Name of the group, at most 54 characters. The role is called after it."
}

variable "permissions_boundary" {
  type        = string
  description = "ARN of the policy that bounds the role; null for none."
  default     = null
}

variable "queue_arn" {
  type        = string
  description = "The queue that schedules send to. A FIFO queue must deduplicate by content."
}

variable "schedule_prefix" {
  type        = string
  description = "What the names of all schedules begin with."
}
