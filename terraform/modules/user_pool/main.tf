data "aws_cognito_user_pool" "existing" {
  count = var.existing_user_pool == null ? 0 : 1

  user_pool_id = var.existing_user_pool.id
}

data "aws_region" "current" {}

locals {
  # A pool that is there already gets what client.tf has, and stays as it is otherwise.
  user_pool = one(concat(aws_cognito_user_pool.this, data.aws_cognito_user_pool.existing))

  service_url = "https://cognito-idp.${data.aws_region.current.id}.amazonaws.com"

  sign_in_url = coalesce(
    var.sign_in_base_url,
    try(var.existing_user_pool.sign_in_base_url, null),
    try("https://${var.custom_domain.name}", null),
    "https://${var.domain_prefix}.auth.${data.aws_region.current.id}.amazoncognito.com",
  )
}

resource "aws_cognito_user_pool" "this" {
  count = var.existing_user_pool == null ? 1 : 0

  name                     = var.name
  auto_verified_attributes = ["email"]
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  mfa_configuration        = var.mfa
  user_pool_tier           = "ESSENTIALS" # the smallest that can rotate refresh tokens
  username_attributes      = ["email"]

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = !var.allow_sign_up
  }

  password_policy {
    minimum_length                   = var.password_minimum_length
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 7
  }

  dynamic "software_token_mfa_configuration" {
    for_each = var.mfa == "OFF" ? [] : [true]

    content {
      enabled = software_token_mfa_configuration.value
    }
  }

  username_configuration {
    case_sensitive = false
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  count = length(aws_cognito_user_pool.this)

  user_pool_id    = aws_cognito_user_pool.this[count.index].id
  domain          = var.custom_domain == null ? var.domain_prefix : var.custom_domain.name
  certificate_arn = try(var.custom_domain.certificate_arn, null)
  # Version 2 has no pages until a client is given a style, which this provider cannot do.
  managed_login_version = 1
}

resource "aws_route53_record" "this" {
  count = try(var.custom_domain.hosted_zone_id, null) == null ? 0 : length(aws_cognito_user_pool_domain.this)

  zone_id = var.custom_domain.hosted_zone_id
  name    = var.custom_domain.name
  type    = "A"

  alias {
    name                   = aws_cognito_user_pool_domain.this[count.index].cloudfront_distribution
    zone_id                = aws_cognito_user_pool_domain.this[count.index].cloudfront_distribution_zone_id
    evaluate_target_health = false
  }
}
