variable "backup_retention_days" {
  type        = number
  description = "Days that the table can be restored back into: from 1 to 35."
}

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
