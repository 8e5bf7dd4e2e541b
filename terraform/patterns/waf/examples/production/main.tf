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
  region = "us-east-1" # CloudFront is everywhere; what belongs to it must be made here
}

# A backend of its own goes here.

module "waf" {
  source = "../.."

  api_endpoint    = "https://abcde12345.execute-api.ap-northeast-1.amazonaws.com"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-90ab-cdef-1234-567890abcdef"
  domain_name     = "bot.example.com"
  name            = "kaiwa-production"
}

output "api_base_url" {
  description = "What to set the deployment's api_base_url to."
  value       = module.waf.api_base_url
}

output "dns_targets" {
  description = "What to enter into DNS."
  value       = module.waf.dns_targets
}
