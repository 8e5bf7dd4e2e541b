# The bot on LINE: whom it answers, how much of it, and what it keeps.

variable "allowed_user_ids" {
  type        = list(string)
  description = "LINE user ids of the only people who are answered, at most 100; empty for everybody. Whoever is not among them is told their own id."
  default     = []

  validation {
    condition     = length(var.allowed_user_ids) <= 100 && alltrue([for id in var.allowed_user_ids : can(regex("^U[0-9a-f]{32}$", id))])
    error_message = "allowed_user_ids must be at most 100 ids, each of them U and 32 hexadecimal digits in lower case, as LINE writes them."
  }
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

variable "channels" {
  type = map(object({
    allowed_user_ids    = optional(list(string))
    openai_instructions = optional(string)
    openai_model        = optional(string)
    path                = optional(string)
  }))
  description = "More LINE channels for this deployment to answer, by names of your own, 10 at most, besides the one that is always there and is called default. Each has a webhook, secrets and chats of its own. What is left out is as for default; allowed_user_ids = [] is everybody. path is the webhook's, /v1/line/bot/<name>/message/reply if it is left out."
  default     = {}

  validation {
    condition     = length(var.channels) <= 10 && alltrue([for name in keys(var.channels) : can(regex("^[a-z][a-z0-9-]{0,30}$", name)) && name != "default"])
    error_message = "channels must be 10 at most, with names of 1 to 31 lower-case letters, digits and hyphens that begin with a letter. The name default is taken by the channel of the other settings."
  }

  validation {
    condition = alltrue([
      for channel in values(var.channels) : length(coalesce(channel.allowed_user_ids, [])) <= 100 && alltrue([for id in coalesce(channel.allowed_user_ids, []) : can(regex("^U[0-9a-f]{32}$", id))])
    ])
    error_message = "channels: allowed_user_ids must be at most 100 ids, each of them U and 32 hexadecimal digits in lower case, as LINE writes them."
  }

  validation {
    condition = alltrue([
      for channel in values(var.channels) : channel.openai_instructions == null ? true : (
        trimspace(channel.openai_instructions) != "" && floor(length(trim(base64encode(channel.openai_instructions), "=")) * 3 / 4) <= 4096 && !strcontains(channel.openai_instructions, "{{")
      )
    ])
    error_message = "channels: openai_instructions must not be empty, nor exceed 4096 bytes of UTF-8, which is what an SSM parameter holds, nor have {{ in it."
  }

  validation {
    condition     = alltrue([for channel in values(var.channels) : channel.openai_model == null ? true : can(regex("^[!-~]{1,64}$", channel.openai_model))])
    error_message = "channels: openai_model must name a model, in 64 characters at most."
  }

  validation {
    # What else the API has would not be reached any more.
    condition = alltrue([
      for channel in values(var.channels) : channel.path == null ? true : length(channel.path) <= 100 && can(regex("^(/[A-Za-z0-9._~-]+)+$", channel.path)) && !contains(
        [".well-known", "connect", "conversation", "link", "mcp", "my_route", "oauth2", "openapi.json", "operations", "pictures", "privacy"],
        split("/", channel.path)[1],
      )
    ])
    error_message = "channels: path must begin with a slash and not end with one, and have letters, digits, and . _ ~ - between slashes, 100 characters at most. Its first part must be none that the API has for other things, such as connect or mcp."
  }

  validation {
    condition     = length(distinct(concat(["/v1/line/bot/message/reply"], [for name, channel in var.channels : coalesce(channel.path, "/v1/line/bot/${name}/message/reply")]))) == length(var.channels) + 1
    error_message = "channels: each needs a path of its own, and none may have that of the channel default, /v1/line/bot/message/reply."
  }
}

variable "daily_message_limit" {
  type        = number
  description = "Messages, at most, that a person is answered in a day, in groups too; null for no limit."
  default     = 200

  validation {
    condition     = var.daily_message_limit == null ? true : var.daily_message_limit >= 1 && floor(var.daily_message_limit) == var.daily_message_limit
    error_message = "daily_message_limit must be a whole number, 1 or more, or null for no limit."
  }
}

variable "daily_picture_limit" {
  type        = number
  description = "Pictures, at most, that are drawn for a person in a day; null for no limit."
  default     = 10

  validation {
    condition     = var.daily_picture_limit == null ? true : var.daily_picture_limit >= 1 && floor(var.daily_picture_limit) == var.daily_picture_limit
    error_message = "daily_picture_limit must be a whole number, 1 or more, or null for no limit."
  }
}

variable "daily_token_limit" {
  type        = number
  description = "Tokens, of questions and answers together, after which a person is answered no more that day; null for no limit."
  default     = 1000000

  validation {
    condition     = var.daily_token_limit == null ? true : var.daily_token_limit >= 1 && floor(var.daily_token_limit) == var.daily_token_limit
    error_message = "daily_token_limit must be a whole number, 1 or more, or null for no limit."
  }
}

variable "default_language" {
  type        = string
  description = "Language, by its BCP 47 code, of the bot's own sentences to people whose LINE language it does not have."
  default     = "ja"

  validation {
    condition     = can(regex("^[a-z]{2,3}$", var.default_language))
    error_message = "default_language must be a language's code alone, such as ja or en."
  }
}

variable "delete_data_on_leave" {
  type        = bool
  description = "Whether a chat's data are deleted when the user blocks the bot or it leaves the group; else they stay until they expire."
  default     = false
}

variable "flex_messages" {
  type        = bool
  description = "Whether tables and code in answers are shown as Flex Messages, where a phone has room for them; else all of an answer is text."
  default     = true
}

variable "history" {
  type = object({
    max_characters = optional(number, 16000)
    max_messages   = optional(number, 20)
  })
  description = "How much of what was said is sent with a question, at most: characters, and messages, which are questions and answers."
  default     = {}

  validation {
    condition     = var.history.max_characters >= 1 && floor(var.history.max_characters) == var.history.max_characters
    error_message = "history.max_characters must be a whole number, 1 or more."
  }

  validation {
    condition     = var.history.max_messages >= 1 && floor(var.history.max_messages) == var.history.max_messages
    error_message = "history.max_messages must be a whole number, 1 or more."
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

variable "line_data_base_url" {
  type        = string
  description = "Where LINE has the content of images, recordings and files, without a slash at the end."
  default     = "https://api-data.line.me"

  validation {
    condition     = can(regex("^https?://[^\\s/][^\\s]*[^\\s/]$", var.line_data_base_url))
    error_message = "line_data_base_url must be an http(s) address without a slash at the end."
  }
}

variable "listening_hours" {
  type        = number
  description = "For how many hours, 24 at most, the bot keeps what members of a group write to each other, in groups where a member has sent /listen on, so that it can sum it up; 0 does not allow it."
  default     = 0

  validation {
    condition     = var.listening_hours >= 0 && var.listening_hours <= 24 && floor(var.listening_hours) == var.listening_hours
    error_message = "listening_hours must be a whole number from 0 to 24."
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

variable "reminders" {
  type        = bool
  description = "Whether people can have the bot remind them. Each reminder is a push, which counts against LINE's monthly quota (in a group once for each member), and the model is offered a function for it, which costs some 300 tokens a question."
  default     = false
}

variable "timezone" {
  type        = string
  description = "Time zone, by its IANA name, in which days are counted, of reminders, and of dates for which ChatGPT names none."
  default     = "Asia/Tokyo"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", var.timezone))
    error_message = "timezone must be an IANA name such as Asia/Tokyo."
  }
}
