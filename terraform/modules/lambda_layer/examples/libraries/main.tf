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

module "libraries" {
  source = "../.."

  name         = "greetings-production-libraries"
  description  = "Powertools."
  architecture = "arm64"
  package      = { bucket = "greetings-production-artifacts-123456789012", key = "layer/2026-11-28.zip" }
}

output "layer_arn" {
  description = "What a function names among its layers."
  value       = module.libraries.arn
}
