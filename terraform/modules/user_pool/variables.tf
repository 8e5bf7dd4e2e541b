variable "access_token_minutes" {
  type        = number
  description = "Minutes for which an access token and an ID token are valid."
}

variable "allow_sign_up" {
  type        = bool
  description = "Whether people can sign up by themselves; else administrators create users."
}

variable "clients" {
  type = map(object({
    name          = string
    callback_urls = list(string)
    confidential  = bool
    scopes        = optional(list(string))
  }))
  description = "Clients by a name for use here. callback_urls: the addresses that Cognito may send people back to, at least one. confidential: whether Cognito gives the client a secret; else the client is public. scopes: the scopes that it may ask for; null for all of them."
}

variable "custom_domain" {
  type        = object({ name = string, certificate_arn = string, hosted_zone_id = optional(string) })
  description = "Domain name of the sign-in pages' own, its certificate in us-east-1, and the Route 53 zone to enter it in; null for a name under amazoncognito.com."
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the pool."
}

variable "domain_prefix" {
  type        = string
  description = "What the sign-in pages' name under amazoncognito.com begins with. All accounts share those names within a region."

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.domain_prefix)) && !can(regex("aws|amazon|cognito", var.domain_prefix))
    error_message = "The domain prefix ${var.domain_prefix} must be 1 to 63 lower-case letters, digits and hyphens, and Cognito allows neither aws nor amazon nor cognito in it."
  }
}

variable "existing_user_pool" {
  type        = object({ id = string, sign_in_base_url = string })
  description = "A pool that is there already, to be used instead of a new one, and where its sign-in pages are; null for a new one."
}

variable "identity_provider_secrets" {
  type        = map(string)
  description = "Client secret of each OIDC identity provider, by the provider's name."
  sensitive   = true
}

variable "identity_providers" {
  type = map(object({
    attribute_mapping = map(string)
    client_id         = string
    issuer            = string
    scopes            = list(string)
  }))
  description = "OIDC identity providers with which people may sign in too, by name."
}

variable "keys_base_url" {
  type        = string
  description = "What the address of the pool's public keys begins with, before the pool's id, if not where Cognito puts them; null otherwise."
}

variable "mfa" {
  type        = string
  description = "Whether people need a second factor, a one-time password: OFF, OPTIONAL or ON."
}

variable "name" {
  type        = string
  description = "Name of the pool."
}

variable "password_minimum_length" {
  type        = number
  description = "Characters that a password must have."
}

variable "refresh_token_days" {
  type        = number
  description = "Days for which a refresh token is valid."
}

variable "refresh_token_rotation" {
  type        = bool
  description = "Whether a refresh token can be used once only, and each answer brings the next."
}

variable "resource_server" {
  type        = object({ identifier = string, name = string, scopes = map(string) })
  description = "What the pool's tokens give access to, and what each scope lets a client do, by the scope's name."
}

variable "sign_in_base_url" {
  type        = string
  description = "Where the sign-in pages and the token endpoint are, if not where Cognito puts them; null otherwise."
}
