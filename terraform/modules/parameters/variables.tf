variable "base_path" {
  type        = string
  description = "Path that the parameters' names are put after; begins and ends with a slash."

  validation {
    condition     = can(regex("^/.*/$", var.base_path))
    error_message = "base_path must begin and end with a slash."
  }
}

variable "parameters" {
  type        = map(object({ description = string, value = string }))
  description = "What each parameter is and what it holds, by its name: 4096 bytes at most. Secrets have no place here."
}

variable "readers" {
  type        = map(set(string))
  description = "Names of the parameters that each reader may read, by the reader's name."
}
