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
  source = "../../../alarm_topic"

  name   = "orders-production-page"
  emails = ["on-call@example.com"]
}

module "alarms" {
  source = "../.."

  prefix  = "orders-production"
  actions = { page = [module.on_call.topic.arn] }
  alarms = {
    # One metric: three failures within a quarter of an hour.
    worker-fails = {
      severity    = "page"
      description = "The worker fails, or is stopped."
      metrics = {
        errors = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = "orders-production-worker" }, statistic = "Sum" }
      }
      period    = 15 * 60
      threshold = 3
    }
    # Several, of which an expression makes one: two of a hundred calls, for three times five minutes.
    worker-fails-often = {
      severity    = "page"
      description = "The worker fails for one call in fifty."
      metrics = {
        calls  = { namespace = "AWS/Lambda", name = "Invocations", dimensions = { FunctionName = "orders-production-worker" }, statistic = "Sum" }
        errors = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = "orders-production-worker" }, statistic = "Sum" }
      }
      expression = "100 * errors / calls"
      period     = 5 * 60
      periods    = 3
      threshold  = 2
    }
  }
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = [for alarm in module.alarms.alarms : alarm.alarm_name]
}
