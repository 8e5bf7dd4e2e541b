# ChatGPT's way in: the API, who may sign in, and what they may do.

variable "additional_callback_urls" {
  type        = list(string)
  description = "Addresses, besides those of gpt_ids, that people may be sent back to after signing in."
  default     = []

  validation {
    condition     = alltrue([for url in var.additional_callback_urls : can(regex("^(https://|http://localhost[:/])[^\\s#]+$", url))])
    error_message = "additional_callback_urls must be https addresses, or http ones on localhost, without a fragment."
  }
}

variable "api_base_url" {
  type        = string
  description = "Where clients reach the API, if that is neither its own address nor api_domain, but a proxy or a CDN in front of it, say; without a slash at the end. null for where it is."
  default     = null

  validation {
    condition     = var.api_base_url == null ? true : can(regex("^https?://[^\\s/?#]+$", var.api_base_url))
    error_message = "api_base_url must be an http(s) address without a path, or null."
  }
}

variable "api_domain" {
  type        = object({ name = string, certificate_arn = string, hosted_zone_id = optional(string) })
  description = "Domain name of your own for the API, its certificate in the same region, and the Route 53 zone, if there is one, to enter it in."
  default     = null
}

variable "cors" {
  type = object({
    allow_headers   = optional(list(string), ["authorization", "content-type", "mcp-method", "mcp-name", "mcp-protocol-version"])
    allow_methods   = optional(list(string), ["DELETE", "GET", "POST"])
    allow_origins   = list(string)
    expose_headers  = optional(list(string), ["www-authenticate"])
    max_age_seconds = optional(number, 300)
  })
  description = "Which web pages may call the API from a browser, /mcp included; null lets none. ChatGPT itself calls from its servers. The headers are those of MCP and what tells its clients where to sign in."
  default     = null
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

variable "existing_user_pool" {
  type        = object({ id = string, sign_in_base_url = string })
  description = "A Cognito user pool in the same region to use instead of a new one, and where its sign-in pages are, without a slash at the end. It gets the resource server kaiwa and three clients, so one deployment can use it."
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

variable "plugin_redirect_uris" {
  type        = list(string)
  description = "Addresses that people may be sent back to after signing in from a client of MCP. The default has ChatGPT's and the two that Anthropic names for Claude. ChatGPT shows some plugins an address of their own (https://chatgpt.com/connector/oauth/…), and a command-line client has one on localhost, such as http://localhost:8080/callback, with a port to be fixed there: Cognito compares to the letter."
  default = [
    "https://chatgpt.com/connector_platform_oauth_redirect",
    "https://claude.ai/api/mcp/auth_callback",
    "https://claude.com/api/mcp/auth_callback",
  ]

  validation {
    condition     = alltrue([for uri in var.plugin_redirect_uris : can(regex("^(https://[^\\s/?#@]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?)(/[^\\s#]*)?$", uri))])
    error_message = "plugin_redirect_uris must be https addresses, or http ones on localhost or 127.0.0.1, without a fragment."
  }

  validation {
    condition     = length(join(" ", var.plugin_redirect_uris)) <= 1500
    error_message = "plugin_redirect_uris must not exceed 1500 characters together: Lambda's environment holds 4 KB."
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
    # Without the padding, base64 has 4 characters for 3 bytes.
    condition     = trimspace(var.privacy_policy) != "" && floor(length(trim(base64encode(replace(var.privacy_policy, "{message_retention_days}", var.message_retention_days)), "=")) * 3 / 4) <= 4096
    error_message = "privacy_policy must not be empty, nor exceed 4096 bytes of UTF-8 (a Japanese character has three) with the number of days put in, which is what an SSM parameter holds."
  }

  validation {
    condition     = !strcontains(replace(var.privacy_policy, "{message_retention_days}", var.message_retention_days), "{{")
    error_message = "privacy_policy must not have {{ in it: SSM takes that for the name of another parameter."
  }
}

variable "sign_in" {
  type = object({
    access_token_minutes    = optional(number, 60)
    allow_sign_up           = optional(bool, false)
    mfa                     = optional(string, "OFF")
    password_minimum_length = optional(number, 8)
    refresh_token_days      = optional(number, 30)
    refresh_token_rotation  = optional(bool, false)
    resource_binding        = optional(bool, false)
  })
  description = "How people sign in. access_token_minutes: for how long an access token is valid, also one that was revoked. allow_sign_up: whether people can sign up by themselves; else `make user` creates users. mfa: whether they need a one-time password from an app (OFF, OPTIONAL, ON). password_minimum_length: in characters. refresh_token_days: after how many they must sign in again. refresh_token_rotation: whether a refresh token can be used once only, each answer bringing the next; an existing_user_pool must then be of the Essentials tier, and to turn it off again, also replace the clients (docs/operating.md says how) and enter the new ones. resource_binding: whether the resource that a client of MCP names (RFC 8707) is passed on to Cognito, for pools that bind tokens to resources; others refuse it."
  default     = {}

  validation {
    condition     = var.sign_in.access_token_minutes >= 15 && var.sign_in.access_token_minutes <= 60 && floor(var.sign_in.access_token_minutes) == var.sign_in.access_token_minutes
    error_message = "sign_in.access_token_minutes must be a whole number from 15 to 60."
  }

  validation {
    condition     = contains(["OFF", "OPTIONAL", "ON"], var.sign_in.mfa)
    error_message = "sign_in.mfa must be OFF, OPTIONAL or ON."
  }

  validation {
    condition     = var.sign_in.password_minimum_length >= 8 && var.sign_in.password_minimum_length <= 99 && floor(var.sign_in.password_minimum_length) == var.sign_in.password_minimum_length
    error_message = "sign_in.password_minimum_length must be a whole number from 8 to 99, which is Cognito's most."
  }

  validation {
    condition     = var.sign_in.refresh_token_days >= 1 && var.sign_in.refresh_token_days <= 3650 && floor(var.sign_in.refresh_token_days) == var.sign_in.refresh_token_days
    error_message = "sign_in.refresh_token_days must be a whole number from 1 to 3650, which is what Cognito takes."
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

variable "throttling" {
  type = object({
    burst_limit = optional(number, 200)
    rate_limit  = optional(number, 100)
  })
  description = "Requests that the API takes: at the same moment (burst_limit), and a second in the long run (rate_limit)."
  default     = {}

  validation {
    condition     = var.throttling.burst_limit >= 1 && var.throttling.rate_limit >= 1
    error_message = "throttling.burst_limit and throttling.rate_limit must be 1 or more: 0 refuses every request."
  }
}

variable "user_pool_base_url" {
  type        = string
  description = "Where the user pool's public keys are, before the pool's id, without a slash at the end; null for where Cognito puts them, https://cognito-idp.<region>.amazonaws.com."
  default     = null

  validation {
    condition     = var.user_pool_base_url == null ? true : can(regex("^https?://[^\\s/?#]+$", var.user_pool_base_url))
    error_message = "user_pool_base_url must be an http(s) address without a path, or null."
  }
}
