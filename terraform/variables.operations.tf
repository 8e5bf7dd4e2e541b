# Running it: alarms, logs, capacity, and retries.

variable "alarm_actions" {
  type        = list(string)
  description = "ARNs, such as an SNS topic's, that are told when an alarm goes off: an event ended in the dead-letter queue, an answer may not have reached its chat, errors were logged, or the API failed."
  default     = []
}

variable "backup_retention_days" {
  type        = number
  description = "Days that the message table can be restored back into, and for which what is deleted is still in its backups. AWS charges the same for any number."
  default     = 35

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "backup_retention_days must be a whole number from 1 to 35, which is what DynamoDB takes."
  }
}

variable "log_level" {
  type        = string
  description = "Least severe level that the functions log. Alarms read the log: above WARNING there is none for answers that may not have reached their chat."
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], var.log_level)
    error_message = "log_level must be DEBUG, INFO, WARNING, ERROR or CRITICAL."
  }
}

variable "log_retention_days" {
  type        = number
  description = "Days after which logs are deleted; one of the values that CloudWatch offers."
  default     = 30
}

variable "max_receive_count" {
  type        = number
  description = "Times that an event is tried before it goes to the dead-letter queue."
  default     = 5

  validation {
    condition     = var.max_receive_count >= 5 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 5 to 1000: with fewer, attempts that Lambda throttled could alone use an event's tries up."
  }
}

variable "maximum_concurrency" {
  type        = number
  description = "Chats, at most, that are answered at the same time. The account's limit, 10 in a new one, is shared with the webhook."
  default     = 5

  validation {
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency
    error_message = "maximum_concurrency must be a whole number from 2 to 1000, which is what Lambda takes."
  }
}

variable "memory_megabytes" {
  type        = number
  description = "Memory of each function. Its share of a CPU grows with it, and so does the speed of a cold start."
  default     = 1024

  validation {
    condition     = var.memory_megabytes >= 256 && var.memory_megabytes <= 10240 && floor(var.memory_megabytes) == var.memory_megabytes
    error_message = "memory_megabytes must be a whole number from 256, which the SDKs need, to 10240, Lambda's most."
  }
}

variable "rollout" {
  type = object({
    step_percentage = optional(number, 100)
    step_minutes    = optional(number, 5)
    versions_kept   = optional(number, 5)
  })
  description = "How new versions of the functions go live: so many percent more of the calls at each step, so many minutes after the step before, unless an alarm goes off meanwhile; 100 percent is all at once. And how many versions of each function are kept to go back to, the live one included."
  default     = {}

  validation {
    condition     = var.rollout.step_percentage >= 1 && var.rollout.step_percentage <= 100 && floor(var.rollout.step_percentage) == var.rollout.step_percentage
    error_message = "rollout.step_percentage must be a whole number from 1 to 100."
  }

  validation {
    condition     = var.rollout.step_minutes >= 1 && var.rollout.step_minutes <= 1440 && floor(var.rollout.step_minutes) == var.rollout.step_minutes
    error_message = "rollout.step_minutes must be a whole number from 1 to 1440, which is a day."
  }

  validation {
    condition     = var.rollout.versions_kept >= 2 && var.rollout.versions_kept <= 10 && floor(var.rollout.versions_kept) == var.rollout.versions_kept
    error_message = "rollout.versions_kept must be a whole number from 2, the live version and the one to go back to, to 10."
  }
}

variable "secret_cache_seconds" {
  type        = number
  description = "Seconds for which a function keeps a secret in memory; a rotated secret is in use after that time."
  default     = 60

  validation {
    condition     = var.secret_cache_seconds >= 0 && floor(var.secret_cache_seconds) == var.secret_cache_seconds
    error_message = "secret_cache_seconds must be a whole number, 0 or more."
  }
}

variable "snap_start" {
  type = object({
    chatgpt        = optional(bool, false)
    check_dynamodb = optional(bool, false)
    line_reply     = optional(bool, false)
    line_webhook   = optional(bool, false)
  })
  description = "Which functions start from a snapshot of their initialised selves (Lambda SnapStart). AWS charges for each version's snapshot for as long as the version exists, and for each start from it."
  default     = {}
}
