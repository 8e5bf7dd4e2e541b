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

module "orders" {
  source = "../.."

  name                       = "orders-production"
  alarm_actions              = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
  consumer                   = { arn = "arn:aws:lambda:ap-northeast-1:123456789012:function:orders-production-worker:live" }
  longest_wait_seconds       = 5 * 60
  max_receive_count          = 5
  maximum_concurrency        = 10
  retention_days             = { queue = 4, dead_letters = 14 }
  visibility_timeout_seconds = 120 # the worker is stopped after 60
}

# Roles that are there already: one sends, the worker's takes.
resource "aws_iam_role_policy" "send_orders" {
  name   = "send-orders"
  role   = "orders-production-shop"
  policy = module.orders.send_policy
}

resource "aws_iam_role_policy" "consume_orders" {
  name   = "consume-orders"
  role   = "orders-production-worker"
  policy = module.orders.consume_policy
}

output "queue_url" {
  description = "Where orders are sent to."
  value       = module.orders.queue.url
}
