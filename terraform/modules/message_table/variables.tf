variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the table."
}

variable "kms_key_arn" {
  type        = string
  description = "Key to encrypt the table with; null for the account's key for DynamoDB."
  default     = null
}

variable "name" {
  type        = string
  description = "Name of the table."
}
