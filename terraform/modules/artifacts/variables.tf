variable "bucket" {
  type        = string
  description = "Name of the bucket."
}

variable "force_destroy" {
  type        = bool
  description = "Whether the bucket may be destroyed while it still holds objects that Terraform does not know."
}

variable "packages" {
  type        = map(string)
  description = "Path of each package's zip file, by the package's name."
}
