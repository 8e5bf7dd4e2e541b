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

module "follow_ups" {
  source = "../.."

  name            = "orders-production-follow-ups"
  queue_arn       = "arn:aws:sqs:ap-northeast-1:123456789012:orders-production.fifo"
  schedule_prefix = "follow-up-"
}

# A role that is there already: its program makes the schedules.
resource "aws_iam_role_policy" "schedule_follow_ups" {
  name   = "schedule-follow-ups"
  role   = "orders-production-worker"
  policy = module.follow_ups.use_policy
}

output "group" {
  description = "Name of the group that schedules are made in."
  value       = module.follow_ups.group.name
}
