variable "alarm_actions" {
  type        = list(string)
  description = "ARNs that are told when requests fail, and when that is over."
}

variable "authorizer" {
  type        = object({ audience = list(string), issuer = string })
  description = "Whose access tokens routes with scopes take: the tokens' issuer, and the clients that they may have been issued to."
}

variable "base_url" {
  type        = string
  description = "Where clients reach the API, without a slash at the end, if that is neither its own address nor its domain name; null otherwise."
}

variable "cors" {
  type = object({
    allow_headers   = list(string)
    allow_methods   = list(string)
    allow_origins   = list(string)
    expose_headers  = list(string)
    max_age_seconds = number
  })
  description = "Which web pages may call the API from a browser; null lets none."
}

variable "custom_domain" {
  type        = object({ name = string, certificate_arn = string, hosted_zone_id = optional(string) })
  description = "Domain name of the API's own, its certificate in the API's region, and the Route 53 zone to enter it in; null for none."
}

variable "kms_key_arn" {
  type        = string
  description = "Key to encrypt the access log with; null for CloudWatch's own."
  default     = null
}

variable "log_retention_days" {
  type        = number
  description = "Days after which the access log is deleted."
}

variable "name" {
  type        = string
  description = "Name of the API."
}

variable "routes" {
  type = map(object({
    alias  = object({ function_name = string, invoke_arn = string, name = string })
    scopes = optional(list(string), [])
  }))
  description = "The alias of the function that answers each route, by the route's key, such as \"POST /v1/things\". A route with scopes wants an access token that has one of them; one without is open to everybody."

  validation {
    condition     = alltrue([for route in keys(var.routes) : can(regex("^[A-Z]+ /\\S*$", route))])
    error_message = "A route is a method and a path, such as \"POST /v1/things\"."
  }
}

variable "throttling_burst_limit" {
  type        = number
  description = "Requests that the API takes at the same moment."
}

variable "throttling_rate_limit" {
  type        = number
  description = "Requests a second that the API takes in the long run."
}
