variable "bucket" {
  type        = string
  description = "Name of the bucket."
}

variable "kms_key_arn" {
  type        = string
  description = "Key to encrypt the files with; null for S3's own."
  default     = null
}

variable "require_tls" {
  type        = bool
  description = "Whether the bucket refuses requests that come without TLS."
}
