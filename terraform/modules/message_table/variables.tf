variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the table."
}

variable "name" {
  type        = string
  description = "Name of the table."
}
