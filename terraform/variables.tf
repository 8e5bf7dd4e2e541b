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

variable "kms_key_arn" {
  type        = string
  description = "Key of your own, in the region and account of the deployment, for message table, queues, logs and exports; null for those of AWS. docs/hardening.md has the policy that it needs."
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-z-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be a key's ARN, such as arn:aws:kms:ap-northeast-1:123456789012:key/…, not an alias's."
  }
}

variable "packages_directory" {
  type        = string
  description = "Folder of the built packages, relative to this one, so that the state does not depend on where the repository lies."
  default     = "../build/arm64/packages"
}

variable "permissions_boundary" {
  type        = string
  description = "ARN of an IAM policy that bounds what the functions' roles may do, such as the one of make github-roles; null for none."
  default     = null

  validation {
    condition     = var.permissions_boundary == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/", var.permissions_boundary))
    error_message = "permissions_boundary must be the ARN of an IAM policy."
  }
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

variable "region" {
  type        = string
  description = "AWS region of this deployment; null for whichever AWS_REGION names. The commands of make refuse a shell that is set for another one."
  default     = null

  validation {
    condition     = var.region == null ? true : can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region must be a name such as ap-northeast-1, or null."
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
