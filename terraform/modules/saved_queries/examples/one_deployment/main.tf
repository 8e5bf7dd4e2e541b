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

module "saved_queries" {
  source = "../.."

  folder     = "kaiwa-production"
  log_groups = ["/aws/lambda/kaiwa-production-line-reply", "/aws/lambda/kaiwa-production-line-webhook"]
}

output "query_names" {
  description = "Names under which Logs Insights shows them."
  value       = [for query in module.saved_queries.queries : query.name]
}
