variable "api_endpoint" {
  type        = string
  description = "The API's own address, https://<api_id>.execute-api.<region>.amazonaws.com; api_id and region are outputs of the deployment."

  validation {
    condition     = can(regex("^https://[a-z0-9]+\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com$", var.api_endpoint))
    error_message = "api_endpoint must be the API's own address, without a path."
  }
}

variable "certificate_arn" {
  type        = string
  description = "Certificate for domain_name, in us-east-1."
}

variable "channel_webhook_paths" {
  type        = list(string)
  description = "Paths of the webhooks of more LINE channels: of each of the deployment's `channels`."
  default     = []

  validation {
    condition     = alltrue([for path in var.channel_webhook_paths : can(regex("^(/[A-Za-z0-9._~-]+)+$", path))])
    error_message = "channel_webhook_paths must be paths that begin with a slash and do not end with one."
  }
}

variable "domain_name" {
  type        = string
  description = "Domain name under which people, LINE and ChatGPT reach the API from now on."
}

variable "kms_key_arn" {
  type        = string
  description = "Key in us-east-1 to encrypt the log with; null for CloudWatch's own."
  default     = null
}

variable "log_retention_days" {
  type        = number
  description = "Days after which the log of requests is deleted; one of the values that CloudWatch offers."
  default     = 30
}

variable "name" {
  type        = string
  description = "Name of the web ACL and of its log, such as kaiwa-production."
}

variable "requests_in_five_minutes" {
  type        = number
  description = "Requests, at most, that are taken from one address in five minutes, LINE's webhooks excepted. All of ChatGPT's people share a few addresses."
  default     = 2000
}

variable "webhook_path" {
  type        = string
  description = "Path of LINE's webhook."
  default     = "/v1/line/bot/message/reply"
}
