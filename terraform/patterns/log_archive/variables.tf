variable "bucket" {
  type        = string
  description = "Name of the bucket, which no other account may have."
}

variable "kms_key_arn" {
  type        = string
  description = "Key to encrypt the copies with; null for those of AWS."
  default     = null
}

variable "log_group_names" {
  type        = list(string)
  description = "Log groups to copy: those of log_group_names in the deployment's outputs, and the API's."
}

variable "name" {
  type        = string
  description = "What the stream and the roles are called, such as kaiwa-production-log-archive."
}

variable "retention_days" {
  type        = number
  description = "Days for which a copy is kept."

  validation {
    condition     = var.retention_days >= 1 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number, 1 or more."
  }
}
