terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

provider "aws" {
  region = "ap-northeast-1"
}

module "github_roles" {
  source = "../.."

  environment = "production"
  project     = "kaiwa"
  repository  = "octo-org@123456/kaiwa@456789"
}

output "role_arns" {
  description = "For the variables of the repository."
  value       = module.github_roles.role_arns
}

output "permissions_boundary" {
  description = "For the deployment's settings."
  value       = module.github_roles.permissions_boundary
}
