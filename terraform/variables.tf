variable "access_token_minutes" {
  type        = number
  description = "Minutes for which an access token is valid, also one that was revoked."
  default     = 60

  validation {
    condition     = var.access_token_minutes >= 15 && var.access_token_minutes <= 60 && floor(var.access_token_minutes) == var.access_token_minutes
    error_message = "access_token_minutes must be a whole number from 15 to 60."
  }
}

variable "additional_callback_urls" {
  type        = list(string)
  description = "Addresses, besides those of gpt_ids, that people may be sent back to after signing in."
  default     = []

  validation {
    condition     = alltrue([for url in var.additional_callback_urls : can(regex("^(https://|http://localhost[:/])[^\\s#]+$", url))])
    error_message = "additional_callback_urls must be https addresses, or http ones on localhost, without a fragment."
  }
}

variable "alarm_actions" {
  type        = list(string)
  description = "ARNs, such as an SNS topic's, that are told when an alarm goes off: an event ended in the dead-letter queue, an answer may not have reached its chat, errors were logged, or the API failed."
  default     = []
}

variable "allow_sign_up" {
  type        = bool
  description = "Whether people can sign up by themselves; else `make user` creates users."
  default     = false
}

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

variable "api_domain" {
  type        = object({ name = string, certificate_arn = string, hosted_zone_id = optional(string) })
  description = "Domain name of your own for the API, its certificate in the same region, and the Route 53 zone, if there is one, to enter it in."
  default     = null
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

variable "cors" {
  type = object({
    allow_headers   = optional(list(string), ["authorization", "content-type"])
    allow_methods   = optional(list(string), ["DELETE", "GET", "POST"])
    allow_origins   = list(string)
    max_age_seconds = optional(number, 300)
  })
  description = "Which web pages may call the API from a browser; null lets none. ChatGPT itself calls from its servers."
  default     = null
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

variable "daily_send_limit" {
  type        = number
  description = "Messages, at most, that a person can send to LINE from ChatGPT in a day."
  default     = 20

  validation {
    condition     = var.daily_send_limit >= 0 && floor(var.daily_send_limit) == var.daily_send_limit
    error_message = "daily_send_limit must be a whole number, 0 or more."
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

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the message table and the user pool, and Terraform an artifacts bucket that is not empty."
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

variable "existing_user_pool" {
  type        = object({ id = string, sign_in_base_url = string })
  description = "A Cognito user pool in the same region to use instead of a new one, and where its sign-in pages are, without a slash at the end. It gets the resource server kaiwa and a client, so one deployment can use it."
  default     = null

  validation {
    condition     = var.existing_user_pool == null ? true : can(regex("^[a-z0-9-]+_[0-9A-Za-z]+$", var.existing_user_pool.id)) && can(regex("^https?://[^\\s/?#]+$", var.existing_user_pool.sign_in_base_url))
    error_message = "existing_user_pool must have the id of a pool, such as ap-northeast-1_abcdEFGHI, and an http(s) address without a path."
  }
}

variable "gpt_ids" {
  type        = list(string)
  description = "Ids of the GPTs with the action, as in the callback URL that ChatGPT shows once the action is saved. Each stands for its callback URL on chat.openai.com and on chatgpt.com."
  default     = []

  validation {
    condition     = alltrue([for id in var.gpt_ids : can(regex("^g-[0-9A-Za-z-]+$", id))])
    error_message = "gpt_ids must look like g-0123456789abcdef, without the rest of the callback URL."
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

variable "identity_provider_secrets" {
  type        = map(string)
  description = "Client secret of each of the identity_providers, by the same name; best as TF_VAR_identity_provider_secrets, in no file. Cognito tells them to whoever may describe a provider, so Terraform's state has them, whichever way they were set."
  default     = {}
  sensitive   = true

  validation {
    condition     = toset(keys(var.identity_provider_secrets)) == toset(keys(var.identity_providers))
    error_message = "identity_provider_secrets must have one secret for each of the identity_providers, by the same name."
  }
}

variable "identity_providers" {
  type = map(object({
    attribute_mapping = optional(map(string), { email = "email", username = "sub" })
    client_id         = string
    issuer            = string
    scopes            = optional(list(string), ["openid", "email"])
  }))
  description = "OIDC identity providers with which people may sign in too, by name. At the provider, allow <sign_in_url>/oauth2/idpresponse as redirect URI."
  default     = {}

  validation {
    condition     = alltrue([for name, provider in var.identity_providers : can(regex("^[0-9A-Za-z-]{3,32}$", name)) && can(regex("^https://", provider.issuer))])
    error_message = "identity_providers must have names of 3 to 32 letters, digits and hyphens, and issuers that begin with https://."
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

variable "message_retention_days" {
  type        = number
  description = "Days after which a message in the history expires."
  default     = 90

  validation {
    condition     = var.message_retention_days >= 1 && floor(var.message_retention_days) == var.message_retention_days
    error_message = "message_retention_days must be a whole number, 1 or more."
  }
}

variable "mfa" {
  type        = string
  description = "Whether people need a second factor, a one-time password from an app: OFF, OPTIONAL or ON."
  default     = "OFF"

  validation {
    condition     = contains(["OFF", "OPTIONAL", "ON"], var.mfa)
    error_message = "mfa must be OFF, OPTIONAL or ON."
  }
}

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
  default     = "You are Kaiwa, a friendly and helpful assistant in a LINE chat. Answer in the language of the last message, briefly, and in plain text: LINE shows no Markdown."

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

variable "packages_directory" {
  type        = string
  description = "Folder of the built packages, relative to this one, so that the state does not depend on where the repository lies."
  default     = "../build/arm64/packages"
}

variable "password_minimum_length" {
  type        = number
  description = "Characters that a password must have."
  default     = 8

  validation {
    condition     = var.password_minimum_length >= 8 && var.password_minimum_length <= 99 && floor(var.password_minimum_length) == var.password_minimum_length
    error_message = "password_minimum_length must be a whole number from 8 to 99, which is Cognito's most."
  }
}

variable "privacy_policy" {
  type        = string
  description = "Privacy policy that the API shows, in plain text; {message_retention_days} in it stands for that number. Say who you are and how to reach you."
  default     = <<-EOT
    Kaiwa is a bot on LINE that answers with an OpenAI model. It can also give you access to your own LINE conversation in ChatGPT.

    What is stored: the messages between you and the bot with their times, a summary of earlier ones, your settings, your identifier at LINE, how much you used the bot and, if you sign in from ChatGPT, your e-mail address and which LINE chat you linked. Of images and files only a note is stored, of recordings what is said in them. In groups, only messages to the bot are. Messages and summaries are deleted after {message_retention_days} days, files that you export after one day.

    Who receives it: LINE, to deliver messages; OpenAI, to answer them, including the images, recordings and files that you send, and whatever you ask ChatGPT to read of your conversation. Nothing is sold, and nothing is used for advertising.

    What you decide: send /forget to the bot, and your conversation is deleted, with your own messages in groups and the link to ChatGPT; what is left is how often the bot was used. ChatGPT reaches a conversation only after you linked it with a code from that chat. To end that, send /unlink to the bot or ask for it in ChatGPT. For anything else, ask whoever runs this bot.
  EOT

  validation {
    condition     = trimspace(var.privacy_policy) != "" && length(base64encode(var.privacy_policy)) <= 3200
    error_message = "privacy_policy must not be empty, nor exceed 2400 bytes of UTF-8 (a Japanese character has three): Lambda's environment holds 4 KB."
  }
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

variable "refresh_token_days" {
  type        = number
  description = "Days after which people must sign in again."
  default     = 30

  validation {
    condition     = var.refresh_token_days >= 1 && var.refresh_token_days <= 3650 && floor(var.refresh_token_days) == var.refresh_token_days
    error_message = "refresh_token_days must be a whole number from 1 to 3650, which is what Cognito takes."
  }
}

variable "refresh_token_rotation" {
  type        = bool
  description = "Whether a refresh token can be used once only, each answer bringing the next. An existing_user_pool must be of the Essentials tier. The provider cannot take it back: to turn it off, also replace the client (-replace=module.user_pool.aws_cognito_user_pool_client.this) and enter the new one in ChatGPT."
  default     = false
}

variable "require_tls" {
  type        = bool
  description = "Whether the export bucket refuses requests that come without TLS. An emulator of AWS may have none."
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

variable "sign_in_base_url" {
  type        = string
  description = "Where Cognito's sign-in pages and token endpoint are, without a slash at the end; null for where Cognito puts them."
  default     = null

  validation {
    condition     = var.sign_in_base_url == null ? true : can(regex("^https?://[^\\s/?#]+$", var.sign_in_base_url))
    error_message = "sign_in_base_url must be an http(s) address without a path, or null."
  }
}

variable "sign_in_domain" {
  type        = object({ name = string, certificate_arn = string, hosted_zone_id = optional(string) })
  description = "Domain name of your own for the sign-in pages, its certificate in us-east-1, and the Route 53 zone, if there is one, to enter it in. Its parent domain must have an A record already."
  default     = null
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

variable "timezone" {
  type        = string
  description = "Time zone, by its IANA name, in which days are counted, and of dates for which ChatGPT names none."
  default     = "Asia/Tokyo"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", var.timezone))
    error_message = "timezone must be an IANA name such as Asia/Tokyo."
  }
}

variable "token_prices" {
  type        = object({ input = number, output = number })
  description = "What a million tokens cost, of questions (input) and of answers (output), in any currency: `make usage` then estimates costs."
  default     = null

  validation {
    condition     = var.token_prices == null ? true : var.token_prices.input >= 0 && var.token_prices.output >= 0
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

variable "vpc" {
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  description = "Subnets and security groups to put the functions in; null for none. From there they must reach LINE, OpenAI and AWS, by a NAT gateway, say."
  default     = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0
    error_message = "vpc must have at least one subnet and one security group."
  }
}

variable "web_search" {
  type        = bool
  description = "Whether the model may search the web for an answer. OpenAI bills searches besides the tokens; not every compatible service has them."
  default     = false
}
