variable "bucket" {
  type        = string
  description = "Name of the bucket."
}

variable "require_tls" {
  type        = bool
  description = "Whether the bucket refuses requests that come without TLS."
}

variable "retention_days" {
  type        = number
  description = "Days after which S3 deletes a file, in its daily round."
}
