variable "bucket" {
  type        = string
  description = "Name of the bucket."
}

variable "require_tls" {
  type        = bool
  description = "Whether the bucket refuses requests that come without TLS."
}
