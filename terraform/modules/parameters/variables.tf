variable "base_path" {
  type        = string
  description = "Path that the parameters' names are put after; begins and ends with a slash."

  validation {
    condition     = can(regex("^/.*/$", var.base_path))
    error_message = "base_path must begin and end with a slash."
  }
}

variable "readers" {
  type        = map(set(string))
  description = "Names of the settings and secrets that each reader may read, by the reader's name."
}

variable "secrets" {
  type        = map(string)
  description = "What each secret is, by its name. Nothing here knows its value."

  validation {
    condition     = length(setintersection(keys(var.secrets), keys(var.settings))) == 0
    error_message = "A name is either a setting's or a secret's."
  }
}

variable "settings" {
  type        = map(object({ description = string, value = string }))
  description = "What each setting is and what it holds, by its name: 4096 bytes at most."
}
