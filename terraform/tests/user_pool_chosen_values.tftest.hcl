mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                      = "kaiwa-test-users"
  access_token_minutes      = 60
  allow_sign_up             = false
  custom_domain             = null
  deletion_protection       = true
  domain_prefix             = "kaiwa-test-123456789012"
  existing_user_pool        = null
  identity_provider_secrets = {}
  identity_providers        = {}
  keys_base_url             = null
  mfa                       = "OFF"
  password_minimum_length   = 8
  refresh_token_days        = 30
  refresh_token_rotation    = false
  resource_server           = { identifier = "things", name = "Things", scopes = { read = "Read things.", send = "Send things." } }
  sign_in_base_url          = null

  clients = {
    hidden = { name = "kaiwa-test-hidden", callback_urls = ["https://api.example.com/oauth2/callback"], confidential = true }
    open   = { name = "kaiwa-test-open", callback_urls = ["http://localhost:8080/callback"], confidential = false, scopes = ["openid"] }
  }
}

run "chosen_values" {
  module {
    source = "./modules/user_pool"
  }

  variables {
    access_token_minutes      = 15
    allow_sign_up             = true
    custom_domain             = { name = "auth.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/auth", hosted_zone_id = "ZONE" }
    deletion_protection       = false
    identity_provider_secrets = { Example = "their-secret" }
    identity_providers = {
      Example = {
        attribute_mapping = { email = "email", username = "sub" }
        client_id         = "their-client"
        issuer            = "https://accounts.example.com"
        scopes            = ["openid", "email"]
      }
    }
    mfa                     = "ON"
    password_minimum_length = 12
    refresh_token_days      = 7
    refresh_token_rotation  = true
  }

  assert {
    condition = jsonencode([
      aws_cognito_user_pool.this[0].deletion_protection,
      aws_cognito_user_pool.this[0].admin_create_user_config[0].allow_admin_create_user_only,
      aws_cognito_user_pool.this[0].mfa_configuration,
      aws_cognito_user_pool.this[0].software_token_mfa_configuration[0].enabled,
      aws_cognito_user_pool.this[0].password_policy[0].minimum_length,
    ]) == jsonencode(["INACTIVE", false, "ON", true, 12])
    error_message = "The pool is not as it was asked for."
  }

  assert {
    condition = alltrue([for client in aws_cognito_user_pool_client.this : jsonencode([
      client.access_token_validity,
      client.id_token_validity,
      client.refresh_token_validity,
      client.refresh_token_rotation[0].feature,
      client.refresh_token_rotation[0].retry_grace_period_seconds,
      client.explicit_auth_flows,
      client.supported_identity_providers,
    ]) == jsonencode([15, 15, 7, "ENABLED", 60, ["ALLOW_CUSTOM_AUTH"], ["COGNITO", "Example"]])])
    error_message = "A client is not as it was asked for."
  }

  assert {
    condition = jsonencode(nonsensitive([
      aws_cognito_identity_provider.this["Example"].user_pool_id,
      aws_cognito_identity_provider.this["Example"].provider_name,
      aws_cognito_identity_provider.this["Example"].provider_type,
      aws_cognito_identity_provider.this["Example"].attribute_mapping,
      aws_cognito_identity_provider.this["Example"].provider_details,
      ])) == jsonencode([
      "ap-northeast-1_new",
      "Example",
      "OIDC",
      { email = "email", username = "sub" },
      {
        attributes_request_method = "GET"
        authorize_scopes          = "openid email"
        client_id                 = "their-client"
        client_secret             = "their-secret"
        oidc_issuer               = "https://accounts.example.com"
      },
    ])
    error_message = "The identity provider is not as it was asked for."
  }

  assert {
    condition = jsonencode([
      aws_cognito_user_pool_domain.this[0].domain,
      aws_cognito_user_pool_domain.this[0].certificate_arn,
      aws_route53_record.this[0].zone_id,
      aws_route53_record.this[0].name,
      aws_route53_record.this[0].type,
      aws_route53_record.this[0].alias[0].name,
      output.dns_targets,
      output.sign_in_url,
      ]) == jsonencode([
      "auth.example.com",
      "arn:aws:acm:us-east-1:123456789012:certificate/auth",
      "ZONE",
      "auth.example.com",
      "A",
      "sign-in.cloudfront.net",
      { "auth.example.com" = "sign-in.cloudfront.net" },
      "https://auth.example.com",
    ])
    error_message = "The sign-in pages are not under their own domain name."
  }
}
