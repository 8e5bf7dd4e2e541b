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

data "aws_caller_identity" "current" {}

module "exports" {
  source = "../.."

  bucket         = "reports-production-exports-${data.aws_caller_identity.current.account_id}"
  require_tls    = true
  retention_days = 1

  picture_retention_days = 30
}

# A role that is there already: it stores files under exports/<person>/ and signs addresses to read them by.
resource "aws_iam_role_policy" "share_exports" {
  name   = "share-exports"
  role   = "reports-production-writer"
  policy = module.exports.share_policy
}

output "bucket" {
  description = "Name of the bucket."
  value       = module.exports.bucket.bucket
}
