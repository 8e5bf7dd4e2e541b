variable "base_path" {
  type        = string
  description = "Path that the secrets' names are put after; begins and ends with a slash."

  validation {
    condition     = can(regex("^/.*/$", var.base_path))
    error_message = "base_path must begin and end with a slash."
  }
}

variable "readers" {
  type        = map(set(string))
  description = "Names of the secrets that each reader may read, by the reader's name."
}

variable "secrets" {
  type        = map(string)
  description = "What each secret is, by its name."
}
