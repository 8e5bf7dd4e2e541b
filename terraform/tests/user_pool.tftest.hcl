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

run "new_pool" {
  module {
    source = "./modules/user_pool"
  }

  assert {
    condition = jsonencode({
      name                = aws_cognito_user_pool.this[0].name
      deletion_protection = aws_cognito_user_pool.this[0].deletion_protection
      tier                = aws_cognito_user_pool.this[0].user_pool_tier
      user_name           = aws_cognito_user_pool.this[0].username_attributes
      case_sensitive      = aws_cognito_user_pool.this[0].username_configuration[0].case_sensitive
      verified            = aws_cognito_user_pool.this[0].auto_verified_attributes
      recovery            = [for mechanism in aws_cognito_user_pool.this[0].account_recovery_setting[0].recovery_mechanism : mechanism.name]
      administrators_only = aws_cognito_user_pool.this[0].admin_create_user_config[0].allow_admin_create_user_only
      mfa                 = aws_cognito_user_pool.this[0].mfa_configuration
      software_token      = length(aws_cognito_user_pool.this[0].software_token_mfa_configuration)
      password            = aws_cognito_user_pool.this[0].password_policy[0].minimum_length
      }) == jsonencode({
      name                = "kaiwa-test-users"
      deletion_protection = "ACTIVE"
      tier                = "ESSENTIALS"
      user_name           = ["email"]
      case_sensitive      = false
      verified            = ["email"]
      recovery            = ["verified_email"]
      administrators_only = true
      mfa                 = "OFF"
      software_token      = 0
      password            = 8
    })
    error_message = "The pool is not as it was asked for."
  }

  assert {
    condition = alltrue([
      aws_cognito_user_pool.this[0].password_policy[0].require_lowercase,
      aws_cognito_user_pool.this[0].password_policy[0].require_numbers,
      aws_cognito_user_pool.this[0].password_policy[0].require_symbols,
      aws_cognito_user_pool.this[0].password_policy[0].require_uppercase,
    ])
    error_message = "Passwords may be weaker than Cognito's own rules."
  }

  assert {
    condition = jsonencode([
      aws_cognito_user_pool_domain.this[0].user_pool_id,
      aws_cognito_user_pool_domain.this[0].domain,
      aws_cognito_user_pool_domain.this[0].certificate_arn,
      aws_cognito_user_pool_domain.this[0].managed_login_version,
      length(aws_route53_record.this),
    ]) == jsonencode(["ap-northeast-1_new", "kaiwa-test-123456789012", null, 1, 0])
    error_message = "The sign-in pages are not under their prefix."
  }

  assert {
    condition = jsonencode([
      aws_cognito_resource_server.this.user_pool_id,
      aws_cognito_resource_server.this.identifier,
      aws_cognito_resource_server.this.name,
      { for scope in aws_cognito_resource_server.this.scope : scope.scope_name => scope.scope_description },
    ]) == jsonencode(["ap-northeast-1_new", "things", "Things", { read = "Read things.", send = "Send things." }])
    error_message = "The resource server is not as it was asked for."
  }

  assert {
    condition = jsonencode({
      for name, client in aws_cognito_user_pool_client.this : name => [client.name, client.callback_urls, client.generate_secret, client.allowed_oauth_scopes]
      }) == jsonencode({
      hidden = ["kaiwa-test-hidden", ["https://api.example.com/oauth2/callback"], true, ["email", "openid", "profile", "things/read", "things/send"]]
      open   = ["kaiwa-test-open", ["http://localhost:8080/callback"], false, ["openid"]]
    })
    error_message = "A client has a secret, or none, sends people back to where it was not asked for, or may ask for other scopes."
  }

  assert {
    # The code flow is the only one that takes PKCE.
    condition = alltrue([for client in aws_cognito_user_pool_client.this : jsonencode({
      pool              = client.user_pool_id
      providers         = client.supported_identity_providers
      oauth             = client.allowed_oauth_flows_user_pool_client
      oauth_flows       = client.allowed_oauth_flows
      other_flows       = client.explicit_auth_flows
      revocation        = client.enable_token_revocation
      existence_errors  = client.prevent_user_existence_errors
      access_token      = [client.access_token_validity, client.token_validity_units[0].access_token]
      id_token          = [client.id_token_validity, client.token_validity_units[0].id_token]
      refresh_token     = [client.refresh_token_validity, client.token_validity_units[0].refresh_token]
      refresh_rotations = length(client.refresh_token_rotation)
      }) == jsonencode({
      pool              = "ap-northeast-1_new"
      providers         = ["COGNITO"]
      oauth             = true
      oauth_flows       = ["code"]
      other_flows       = ["ALLOW_REFRESH_TOKEN_AUTH"]
      revocation        = true
      existence_errors  = "ENABLED"
      access_token      = [60, "minutes"]
      id_token          = [60, "minutes"]
      refresh_token     = [30, "days"]
      refresh_rotations = 0
    })])
    error_message = "A client is not as it was asked for."
  }

  assert {
    condition = jsonencode({
      client_ids  = output.client_ids
      dns_targets = output.dns_targets
      issuer      = output.issuer
      keys_url    = output.keys_url
      scopes      = output.scopes
      sign_in_url = output.sign_in_url
      user_pool   = [output.user_pool.id, output.user_pool.arn]
      }) == jsonencode({
      client_ids  = { hidden = "client", open = "client" }
      dns_targets = {}
      issuer      = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new"
      keys_url    = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new/.well-known/jwks.json"
      scopes      = ["openid", "email", "profile", "things/read", "things/send"]
      sign_in_url = "https://kaiwa-test-123456789012.auth.ap-northeast-1.amazoncognito.com"
      user_pool   = ["ap-northeast-1_new", "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_new"]
    })
    error_message = "An output is not the pool's."
  }

  assert {
    condition     = jsonencode(nonsensitive(output.client_secrets)) == jsonencode({ hidden = "client-secret" })
    error_message = "The secret is not the confidential client's, or another has one."
  }
}

run "existing_pool" {
  module {
    source = "./modules/user_pool"
  }

  variables {
    existing_user_pool = { id = "ap-northeast-1_existing", sign_in_base_url = "https://login.example.com" }
  }

  assert {
    condition     = length(aws_cognito_user_pool.this) == 0 && length(aws_cognito_user_pool_domain.this) == 0
    error_message = "There is a new pool although one was given."
  }

  assert {
    condition = jsonencode([
      data.aws_cognito_user_pool.existing[0].user_pool_id,
      aws_cognito_resource_server.this.user_pool_id,
      aws_cognito_user_pool_client.this["open"].user_pool_id,
      output.issuer,
      output.sign_in_url,
      output.user_pool.arn,
      ]) == jsonencode([
      "ap-northeast-1_existing",
      "ap-northeast-1_existing",
      "ap-northeast-1_existing",
      "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_existing",
      "https://login.example.com",
      "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_existing",
    ])
    error_message = "The client is not in the pool that was given."
  }
}

run "sign_in_elsewhere" {
  module {
    source = "./modules/user_pool"
  }

  variables {
    keys_base_url    = "http://127.0.0.1:4567"
    sign_in_base_url = "http://127.0.0.1:4566"
  }

  assert {
    condition     = output.sign_in_url == "http://127.0.0.1:4566" && output.issuer == "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new"
    error_message = "People sign in at ${output.sign_in_url}, with tokens of ${output.issuer}"
  }

  assert {
    condition     = output.keys_url == "http://127.0.0.1:4567/ap-northeast-1_new/.well-known/jwks.json"
    error_message = "The keys are looked for at ${output.keys_url}"
  }
}

run "refuses_a_word_that_cognito_reserves" {
  command = plan

  module {
    source = "./modules/user_pool"
  }

  variables {
    domain_prefix = "my-aws-bot-123456789012"
  }

  expect_failures = [var.domain_prefix]
}

run "refuses_a_prefix_that_is_too_long" {
  command = plan

  module {
    source = "./modules/user_pool"
  }

  variables {
    domain_prefix = join("", [for number in range(64) : "x"])
  }

  expect_failures = [var.domain_prefix]
}
