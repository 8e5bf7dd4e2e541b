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

module "dashboard" {
  source = "../.."

  name       = "kaiwa-production"
  namespace  = "kaiwa-production"
  region     = "ap-northeast-1"
  api_id     = "abcde12345"
  alarm_arns = ["arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:kaiwa-production-events-dead-letter"]
  functions = {
    chatgpt      = "kaiwa-production-chatgpt"
    line_reply   = "kaiwa-production-line-reply"
    line_webhook = "kaiwa-production-line-webhook"
  }
  queues = {
    events = { name = "kaiwa-production-events.fifo", dead_letter_name = "kaiwa-production-events-dead-letter.fifo" }
  }
  table = { name = "kaiwa-production-messages", index = "byLineUserId" }
}

output "dashboard_url" {
  description = "Where to look at it."
  value       = module.dashboard.url
}
