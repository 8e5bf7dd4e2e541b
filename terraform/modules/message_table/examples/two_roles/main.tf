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

module "messages" {
  source = "../.."

  name                  = "chats-production-messages"
  backup_retention_days = 35
  deletion_protection   = true
}

# Roles that are there already.
resource "aws_iam_role_policy" "keep_messages" {
  name   = "keep-messages"
  role   = "chats-production-worker"
  policy = module.messages.read_write_delete_policy
}

resource "aws_iam_role_policy" "check_table" {
  name   = "check-table"
  role   = "chats-production-checker"
  policy = module.messages.check_policy
}

output "table" {
  description = "Names of the table and of its index."
  value       = { name = module.messages.table.name, index = module.messages.index }
}
