variable "branch" {
  type        = string
  description = "The branch that is deployed."
  default     = "main"
}

variable "environment" {
  type        = string
  description = "Name of the deployment, as in its variable file; make gives it."
}

variable "existing_provider_arn" {
  type        = string
  description = "ARN of GitHub's OIDC provider, if the account has it already; null to make it. There is one for each account."
  default     = null
}

variable "existing_user_pool_id" {
  type        = string
  description = "Id of the deployment's existing_user_pool; null if it has its own."
  default     = null
}

variable "github_environment" {
  type        = string
  description = "Name of the GitHub environment that the job apply runs in; null for that of the deployment."
  default     = null
}

variable "hosted_zone_ids" {
  type        = list(string)
  description = "Ids of the Route 53 zones that the deployment enters its own domain names in."
  default     = []
}

variable "project" {
  type        = string
  description = "Name that every resource's name begins with; make gives it."
  default     = "kaiwa"
}

variable "repository" {
  type        = string
  description = "The repository as GitHub's tokens name it: <owner>@<id>/<name>@<id>, or, for those from before 15 July 2026 that have not opted in to ids, <owner>/<name>."
}

variable "vpc" {
  type        = bool
  description = "Whether the deployment's functions are in a VPC."
  default     = false
}
