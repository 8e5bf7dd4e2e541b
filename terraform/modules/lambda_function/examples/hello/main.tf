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
  description = "Folder of two zips: hello.zip has hello/handler.py with lambda_handler, layer.zip has the libraries, such as Powertools, in python/."
  default     = "build"
}

data "aws_caller_identity" "current" {}

locals {
  prefix       = "greetings-production"
  architecture = "arm64"
}

module "artifacts" {
  source = "../../../artifacts"

  bucket        = "${local.prefix}-artifacts-${data.aws_caller_identity.current.account_id}"
  force_destroy = false
  packages      = { for name in ["hello", "layer"] : name => "${var.packages_directory}/${name}.zip" }
}

module "layer" {
  source = "../../../lambda_layer"

  name         = "${local.prefix}-libraries"
  description  = "Powertools."
  architecture = local.architecture
  package      = module.artifacts.packages["layer"]
}

module "hello" {
  source = "../.."

  name            = "hello"
  description     = "Greets."
  environment     = { GREETING = "こんにちは" }
  policies        = {} # it calls nothing of AWS's
  timeout_seconds = 10
  platform = {
    prefix             = local.prefix
    alarm_actions      = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    architecture       = local.architecture
    layer_arn          = module.layer.arn
    log_level          = "INFO"
    log_retention_days = 30
    memory_megabytes   = 256
    packages           = module.artifacts.packages
  }
  log_alarms = {
    errors = { description = "Somebody was not greeted.", pattern = "{ $.level = \"ERROR\" }" }
  }
}

output "alias_arn" {
  description = "How the function is called."
  value       = module.hello.alias.arn
}
