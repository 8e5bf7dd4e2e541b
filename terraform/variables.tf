# What a deployment is: its name, where its packages are, and what protects it.

variable "allowed_account_ids" {
  type        = list(string)
  description = "Ids of the only AWS accounts that this deployment may be in, usually one; empty for any. With credentials of another account nothing is planned or changed."
  default     = []

  validation {
    condition     = alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_account_ids must be ids of 12 digits, in quotes."
  }
}

variable "allowed_regions" {
  type        = list(string)
  description = "The only AWS regions that this deployment may be in, usually one; empty for any. In another one nothing is planned or changed. AWS_REGION says which region it is."
  default     = []

  validation {
    condition     = alltrue([for name in var.allowed_regions : can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", name))])
    error_message = "allowed_regions must be names such as ap-northeast-1."
  }
}

variable "architecture" {
  type        = string
  description = "CPU architecture of the functions, which the packages must have been built for."
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the message table and the user pool, and Terraform an artifacts bucket that is not empty."
  default     = true
}

variable "environment" {
  type        = string
  description = "Name of this deployment; part of every resource's name."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,10}[a-z0-9]$", var.environment))
    error_message = "environment must be 2 to 12 lower-case letters, digits and hyphens, for it becomes part of a bucket's name."
  }
}

variable "packages_directory" {
  type        = string
  description = "Folder of the built packages, relative to this one, so that the state does not depend on where the repository lies."
  default     = "../build/arm64/packages"
}

variable "project" {
  type        = string
  description = "Name that every resource's name begins with."
  default     = "kaiwa"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,10}[a-z0-9]$", var.project)) && !can(regex("^(aws|ssm)", var.project))
    error_message = "project must be 2 to 12 lower-case letters, digits and hyphens, for it becomes part of a bucket's name; SSM reserves paths that begin with aws or ssm."
  }
}

variable "require_tls" {
  type        = bool
  description = "Whether the export bucket refuses requests that come without TLS. An emulator of AWS may have none."
  default     = true
}

variable "restored_table_name" {
  type        = string
  description = "Name of a message table that was restored from a backup and is used in place of the first one; null for none. Run `make adopt` before the plan: docs/data.md has the steps."
  default     = null
}

variable "vpc" {
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  description = "Subnets and security groups to put the functions in; null for none. From there they must reach LINE, OpenAI and AWS, by a NAT gateway, say."
  default     = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0
    error_message = "vpc must have at least one subnet and one security group."
  }
}
