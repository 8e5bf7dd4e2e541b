variable "architecture" {
  type        = string
  description = "CPU architecture that the package was built for."
}

variable "description" {
  type        = string
  description = "What the layer holds."
}

variable "name" {
  type        = string
  description = "Name of the layer."
}

variable "package" {
  type        = object({ bucket = string, key = string })
  description = "Where the layer's zip file is."
}
