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

module "parameters" {
  source = "../.."

  base_path = "/shop/production/"
  settings = {
    TERMS = { description = "What people agree to.", value = "Whoever orders pays." }
  }
  secrets = { PAYMENT_KEY = "Key of the payment service." }
  readers = { cashier = ["PAYMENT_KEY", "TERMS"] }
}

# A role that is there already.
resource "aws_iam_role_policy" "read_parameters" {
  name   = "read-parameters"
  role   = "shop-production-cashier"
  policy = module.parameters.reader_policies["cashier"]
}

# Until somebody writes it, a secret is "unset":
#   aws ssm put-parameter --overwrite --type SecureString --name /shop/production/PAYMENT_KEY --value file://key
output "secret_names" {
  description = "What is to be written past Terraform."
  value       = module.parameters.secret_names
}
