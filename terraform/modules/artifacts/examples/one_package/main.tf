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

variable "packages_directory" {
  type        = string
  description = "Folder that has hello.zip, as `zip -r build/hello.zip hello` makes it."
  default     = "build"
}

data "aws_caller_identity" "current" {}

module "artifacts" {
  source = "../.."

  bucket        = "hello-production-artifacts-${data.aws_caller_identity.current.account_id}"
  force_destroy = false
  packages      = { hello = "${var.packages_directory}/hello.zip" }
}

output "package" {
  description = "What a function or a layer is told: {bucket, key}."
  value       = module.artifacts.packages["hello"]
}
