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

module "people" {
  source = "../.."

  name                      = "orders-production-people"
  access_token_minutes      = 60
  allow_sign_up             = false
  custom_domain             = null
  deletion_protection       = true
  domain_prefix             = "orders-production-${data.aws_caller_identity.current.account_id}"
  existing_user_pool        = null
  identity_provider_secrets = {}
  identity_providers        = {}
  keys_base_url             = null
  mfa                       = "OPTIONAL"
  password_minimum_length   = 12
  refresh_token_days        = 30
  refresh_token_rotation    = true
  sign_in_base_url          = null

  # A page in the browser can keep no secret: it proves itself by PKCE.
  clients = {
    shop = { name = "orders-production-shop", callback_urls = ["https://shop.example.com/signed-in"], confidential = false }
  }
  resource_server = {
    identifier = "shop"
    name       = "The shop"
    scopes     = { order = "Order in your name." }
  }
}

output "sign_in" {
  description = "What the shop's page needs to know."
  value = {
    client_id   = module.people.client_ids["shop"]
    issuer      = module.people.issuer
    scopes      = module.people.scopes
    sign_in_url = module.people.sign_in_url
  }
}
