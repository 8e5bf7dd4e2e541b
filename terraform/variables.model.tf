# The models: which are asked, how, and what that costs.

variable "moderation_model" {
  type        = string
  description = "Model that looks at what people send before it is answered, such as omni-moderation-latest; null for none."
  default     = null

  validation {
    condition     = var.moderation_model == null ? true : trimspace(var.moderation_model) != ""
    error_message = "moderation_model must not be empty: leave it out or set it to null instead."
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
  default     = "You are Kaiwa, a friendly and helpful assistant in a LINE chat. Answer in the language of the last message, briefly, and in plain text, but for tables, code and formulas, which may be Markdown and TeX."

  validation {
    # Without the padding, base64 has 4 characters for 3 bytes.
    condition     = trimspace(var.openai_instructions) != "" && floor(length(trim(base64encode(var.openai_instructions), "=")) * 3 / 4) <= 4096
    error_message = "openai_instructions must not be empty, nor exceed 4096 bytes of UTF-8 (a Japanese character has three), which is what an SSM parameter holds."
  }

  validation {
    condition     = !strcontains(var.openai_instructions, "{{")
    error_message = "openai_instructions must not have {{ in it: SSM takes that for the name of another parameter."
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

variable "token_prices" {
  type        = object({ input = number, output = number, cached_input = optional(number) })
  description = "What a million tokens cost, of questions (input) and of answers (output), in any currency: `make usage` and the metric Cost then estimate costs. cached_input is for tokens of questions that OpenAI still knows; without it they cost as much as the others."
  default     = null

  validation {
    condition     = var.token_prices == null ? true : alltrue([for price in values(var.token_prices) : coalesce(price, 0) >= 0])
    error_message = "token_prices must not be negative."
  }
}

variable "transcription_model" {
  type        = string
  description = "Model that writes down what is said in a recording."
  default     = "gpt-transcribe"

  validation {
    condition     = trimspace(var.transcription_model) != ""
    error_message = "transcription_model must name a model."
  }
}

variable "web_search" {
  type        = bool
  description = "Whether the model may search the web for an answer. OpenAI bills searches besides the tokens; not every compatible service has them."
  default     = false
}
