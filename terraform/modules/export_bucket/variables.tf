variable "bucket" {
  type        = string
  description = "Name of the bucket."
}

variable "kms_key_arn" {
  type        = string
  description = "Key to encrypt the files with; null for S3's own."
  default     = null
}

variable "picture_retention_days" {
  type        = number
  description = "Days after which S3 deletes a picture that was drawn, in its daily round."
}

variable "require_tls" {
  type        = bool
  description = "Whether the bucket refuses requests that come without TLS."
}

variable "retention_days" {
  type        = number
  description = "Days after which S3 deletes an export, in its daily round."
}
