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

# A backend of its own goes here: who operates the bot should not be able to change this.

module "log_archive" {
  source = "../.."

  bucket = "kaiwa-production-log-archive-123456789012"
  name   = "kaiwa-production-log-archive"
  log_group_names = [
    "/aws/lambda/kaiwa-production-line-reply",
    "/aws/lambda/kaiwa-production-line-webhook",
    "/aws/vendedlogs/apigateway/kaiwa-production",
  ]
  retention_days = 365
}
