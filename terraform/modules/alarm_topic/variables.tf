variable "emails" {
  type        = list(string)
  description = "E-mail addresses that are told, once they have confirmed it."
}

variable "name" {
  type        = string
  description = "Name of the topic."
}
