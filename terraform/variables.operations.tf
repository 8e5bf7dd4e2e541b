# Running it: alarms, logs, capacity, and retries.

variable "account_concurrency" {
  type        = number
  description = "How many Lambda functions may run at once in the account and region: an alarm goes off at 80% of it. Service Quotas shows the number, 10 in some new accounts."
  default     = 1000

  validation {
    condition     = var.account_concurrency >= 10 && floor(var.account_concurrency) == var.account_concurrency
    error_message = "account_concurrency must be a whole number, 10 or more, which is the least that AWS gives."
  }
}

variable "alarm_actions" {
  type        = list(string)
  description = "ARNs, such as an SNS topic's, that are told of all alarms, whatever their severity, besides the deployment's own topics: when one goes off, and when it is over."
  default     = []
}

variable "alarm_emails" {
  type = object({
    page    = optional(list(string), [])
    warning = optional(list(string), [])
  })
  description = "E-mail addresses that are told of alarms by severity: page, where people are not answered, and warning, for what can wait until morning. AWS asks each address to confirm. Others may subscribe to the topics (output alarm_topic_arns)."
  default     = {}

  validation {
    condition     = alltrue([for email in concat(var.alarm_emails.page, var.alarm_emails.warning) : can(regex("^[^@\\s]+@[^@\\s]+$", email))])
    error_message = "alarm_emails must be e-mail addresses."
  }
}

variable "daily_budget" {
  type        = number
  description = "What the model's tokens may cost in 24 hours, in the currency of token_prices, before an alarm goes off; null for no such alarm."
  default     = null

  validation {
    condition     = var.daily_budget == null ? true : var.daily_budget > 0 && var.token_prices != null
    error_message = "daily_budget must be more than 0, and nobody knows costs without token_prices."
  }
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
  description = "Least severe level that the functions log. Alarms for errors read the log: at CRITICAL there are none of most errors."
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

  validation {
    # Two more are for summaries. The rest is the webhook's, which LINE waits for.
    condition     = var.maximum_concurrency + 2 <= 0.8 * var.account_concurrency
    error_message = "maximum_concurrency, and 2 for summaries, may be 80% of account_concurrency at most: the webhook needs the rest. Choose less, or have the account's quota raised and tell account_concurrency."
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

variable "saved_queries" {
  type        = bool
  description = "Whether CloudWatch Logs Insights has the queries of docs/operating.md ready. An emulator of AWS may not know such."
  default     = true
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

variable "tracing" {
  type        = bool
  description = "Whether AWS X-Ray traces the functions: how webhook, queue and worker follow on each other, and how long each took. X-Ray bills traces beyond its free ones."
  default     = false
}
