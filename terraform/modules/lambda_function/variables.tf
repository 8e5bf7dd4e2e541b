variable "additional_layer_arns" {
  type        = list(string)
  description = "Layers that the function needs besides the one that all functions have."
  default     = []
}

variable "description" {
  type        = string
  description = "What the function does."
}

variable "environment" {
  type        = map(string)
  description = "The function's own environment variables; one that is null is left out. Secrets have no place here."
}

variable "log_alarms" {
  type = map(object({
    description = string
    pattern     = string
    lines       = optional(number, 1)
  }))
  description = "Alarms by name: each goes off when, within an hour, as many lines of the function's log match CloudWatch's filter pattern."
  default     = {}
}

variable "name" {
  type        = string
  description = "Name of the function's Python package, such as line_webhook; its handler is <name>.handler.lambda_handler."
}

variable "platform" {
  type = object({
    prefix             = string
    alarm_actions      = list(string)
    architecture       = string
    kms_key_arn        = optional(string)
    layer_arn          = string
    log_level          = string
    log_retention_days = number
    memory_megabytes   = number
    packages           = map(object({ bucket = string, key = string }))
    tracing            = optional(bool, false)
    vpc                = optional(object({ subnet_ids = list(string), security_group_ids = list(string) }))

    permissions_boundary = optional(string)
  })
  description = "What all functions have in common; alarm_actions says who is told of alarms, kms_key_arn which key encrypts what the functions use, if not those of AWS, packages where each package's zip file is, permissions_boundary which policy bounds the functions' roles, tracing whether X-Ray traces them, vpc which VPC the functions are in, if any."
}

variable "policies" {
  type        = map(string)
  description = "Policy documents in JSON, by name: all that the function may do besides writing its log."
}

variable "snap_start" {
  type        = bool
  description = "Whether each version starts from a snapshot of its initialised self (Lambda SnapStart)."
  default     = false
}

variable "timeout_seconds" {
  type        = number
  description = "Seconds after which Lambda stops the function."
}
