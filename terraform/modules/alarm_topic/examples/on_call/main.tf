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

module "on_call" {
  source = "../.."

  name   = "orders-production-page"
  emails = ["on-call@example.com"]
}

output "topic_arn" {
  description = "What alarms name as their action."
  value       = module.on_call.topic.arn
}
