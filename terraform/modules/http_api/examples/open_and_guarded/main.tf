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

locals {
  # As modules/lambda_function outputs it, or the alias of a function that is there already.
  shop = {
    function_name = "orders-production-shop"
    name          = "live"
    invoke_arn    = "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-northeast-1:123456789012:function:orders-production-shop:live/invocations"
  }
}

module "api" {
  source = "../.."

  name                   = "orders-production"
  alarm_actions          = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
  authorizer             = { audience = ["1example23456789"], issuer = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_Example" }
  base_url               = null
  cors                   = null
  custom_domain          = null
  log_retention_days     = 30
  throttling_burst_limit = 200
  throttling_rate_limit  = 100
  routes = {
    "GET /catalogue" = { alias = local.shop }
    "POST /orders"   = { alias = local.shop, scopes = ["shop/order"] }
  }
}

output "url" {
  description = "Where the API is."
  value       = module.api.url
}
