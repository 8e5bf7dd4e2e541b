variable "alarm_actions" {
  type        = list(string)
  description = "ARNs, such as an SNS topic's, that are told when an event ends in the dead-letter queue."
  default     = []
}

variable "answer_deadline_seconds" {
  type        = number
  description = "Seconds within which an answer must be generated. The reply function's time-out (+30) and the time for which the queue hides an event that is being answered (+60) follow from it."
  default     = 120

  validation {
    condition     = var.answer_deadline_seconds >= 10 && var.answer_deadline_seconds <= 870 && floor(var.answer_deadline_seconds) == var.answer_deadline_seconds
    error_message = "answer_deadline_seconds must be a whole number from 10 to 870: Lambda stops a function after 900 seconds, and 30 are needed to deliver."
  }
}

variable "architecture" {
  type        = string
  description = "CPU architecture of the functions, which the packages must have been built for."
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the message table, and Terraform an artifacts bucket that is not empty."
  default     = true
}

variable "environment" {
  type        = string
  description = "Name of this deployment; part of every resource's name."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,10}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 12 lower-case letters, digits and hyphens, for it becomes part of a bucket's name."
  }
}

variable "history_max_characters" {
  type        = number
  description = "Characters of history, at most, that are sent with a question."
  default     = 16000

  validation {
    condition     = var.history_max_characters >= 1 && floor(var.history_max_characters) == var.history_max_characters
    error_message = "history_max_characters must be a whole number, 1 or more."
  }
}

variable "history_max_messages" {
  type        = number
  description = "Messages of history, questions and answers, at most, that are sent with a question."
  default     = 20

  validation {
    condition     = var.history_max_messages >= 1 && floor(var.history_max_messages) == var.history_max_messages
    error_message = "history_max_messages must be a whole number, 1 or more."
  }
}

variable "line_api_base_url" {
  type        = string
  description = "Where the LINE Messaging API is, without a slash at the end."
  default     = "https://api.line.me"

  validation {
    condition     = can(regex("^https?://[^\\s/][^\\s]*[^\\s/]$", var.line_api_base_url))
    error_message = "line_api_base_url must be an http(s) address without a slash at the end."
  }
}

variable "log_level" {
  type        = string
  description = "Least severe level that the functions log."
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
  description = "Chats, at most, that are answered at the same time."
  default     = 20

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
    condition     = var.memory_megabytes >= 128 && var.memory_megabytes <= 10240 && floor(var.memory_megabytes) == var.memory_megabytes
    error_message = "memory_megabytes must be a whole number from 128 to 10240, which is what Lambda takes."
  }
}

variable "message_retention_days" {
  type        = number
  description = "Days after which a message in the history expires."
  default     = 90

  validation {
    condition     = var.message_retention_days >= 1 && floor(var.message_retention_days) == var.message_retention_days
    error_message = "message_retention_days must be a whole number, 1 or more."
  }
}

variable "openai_base_url" {
  type        = string
  description = "Where the OpenAI API, or a compatible one, is, without a slash at the end."
  default     = "https://api.openai.com/v1"

  validation {
    condition     = can(regex("^https?://[^\\s/][^\\s]*[^\\s/]$", var.openai_base_url))
    error_message = "openai_base_url must be an http(s) address without a slash at the end."
  }
}

variable "openai_instructions" {
  type        = string
  description = "Who the bot is and how it answers; sent with every question."
  default     = "You are Kaiwa, a friendly and helpful assistant in a LINE chat. Answer in the language of the last message, briefly, and in plain text: LINE shows no Markdown."

  validation {
    condition     = trimspace(var.openai_instructions) != "" && length(base64encode(var.openai_instructions)) <= 4000
    error_message = "openai_instructions must not be empty, nor exceed 3000 bytes of UTF-8 (a Japanese character has three): Lambda's environment holds 4 KB."
  }
}

variable "openai_max_output_tokens" {
  type        = number
  description = "Tokens, at most, that an answer may use, those for reasoning included."
  default     = 2000

  validation {
    condition     = var.openai_max_output_tokens >= 16 && floor(var.openai_max_output_tokens) == var.openai_max_output_tokens
    error_message = "openai_max_output_tokens must be a whole number, 16 or more, which is what the Responses API takes."
  }
}

variable "openai_model" {
  type        = string
  description = "Model that answers."
  default     = "gpt-6.1-terra"

  validation {
    condition     = trimspace(var.openai_model) != ""
    error_message = "openai_model must name a model."
  }
}

variable "openai_reasoning_effort" {
  type        = string
  description = "Reasoning effort, for models that take one; null leaves it to the model."
  default     = null

  validation {
    condition     = var.openai_reasoning_effort == null ? true : trimspace(var.openai_reasoning_effort) != ""
    error_message = "openai_reasoning_effort must not be empty: leave it out or set it to null instead."
  }
}

variable "openai_temperature" {
  type        = number
  description = "Sampling temperature, for models that take one; null leaves it to the model."
  default     = null

  validation {
    condition     = var.openai_temperature == null ? true : var.openai_temperature >= 0 && var.openai_temperature <= 2
    error_message = "openai_temperature must be from 0 to 2, or null."
  }
}

variable "packages_directory" {
  type        = string
  description = "Folder of the built packages, relative to this one, so that the state does not depend on where the repository lies."
  default     = "../build/arm64/packages"
}

variable "project" {
  type        = string
  description = "Name that every resource's name begins with."
  default     = "kaiwa"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,10}[a-z0-9]$", var.project)) && !can(regex("^(aws|ssm)", var.project))
    error_message = "project must be 2 to 12 lower-case letters, digits and hyphens, for it becomes part of a bucket's name; SSM reserves paths that begin with aws or ssm."
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

variable "throttling_burst_limit" {
  type        = number
  description = "Requests that the API takes at the same moment."
  default     = 200

  validation {
    condition     = var.throttling_burst_limit >= 1
    error_message = "throttling_burst_limit must be 1 or more: 0 refuses every request."
  }
}

variable "throttling_rate_limit" {
  type        = number
  description = "Requests a second that the API takes in the long run."
  default     = 100

  validation {
    condition     = var.throttling_rate_limit >= 1
    error_message = "throttling_rate_limit must be 1 or more: 0 refuses every request."
  }
}
