resource "aws_cognito_resource_server" "this" {
  user_pool_id = local.user_pool.id
  identifier   = var.resource_server.identifier
  name         = var.resource_server.name

  dynamic "scope" {
    for_each = var.resource_server.scopes

    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}

locals {
  scopes = concat(
    ["openid", "email", "profile"],
    [for name in keys(var.resource_server.scopes) : "${aws_cognito_resource_server.this.identifier}/${name}"],
  )
}

# Cognito keeps what it found out about an issuer. A provider with another issuer is a new one.
resource "terraform_data" "issuer" {
  for_each = var.identity_providers

  triggers_replace = each.value.issuer
}

resource "aws_cognito_identity_provider" "this" {
  for_each = var.identity_providers

  user_pool_id      = local.user_pool.id
  provider_name     = each.key
  provider_type     = "OIDC"
  attribute_mapping = each.value.attribute_mapping

  provider_details = {
    attributes_request_method = "GET"
    authorize_scopes          = join(" ", each.value.scopes)
    client_id                 = each.value.client_id
    client_secret             = var.identity_provider_secrets[each.key]
    oidc_issuer               = each.value.issuer
  }

  lifecycle {
    # What Cognito adds by itself, from the issuer's discovery document.
    ignore_changes = [
      provider_details["attributes_url"],
      provider_details["attributes_url_add_attributes"],
      provider_details["authorize_url"],
      provider_details["jwks_uri"],
      provider_details["token_url"],
    ]
    replace_triggered_by = [terraform_data.issuer[each.key]]
  }
}

# A client without a secret is a public one: only the code flow's PKCE binds a code to who asked for it.
# Cognito takes S256 and nothing else, and has no switch that makes clients use it.
resource "aws_cognito_user_pool_client" "this" {
  for_each = var.clients

  user_pool_id    = local.user_pool.id
  name            = each.value.name
  generate_secret = each.value.confidential
  callback_urls   = each.value.callback_urls
  supported_identity_providers = concat(
    ["COGNITO"],
    [for provider in aws_cognito_identity_provider.this : provider.provider_name],
  )

  allowed_oauth_flows                  = ["code"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_scopes                 = coalesce(each.value.scopes, local.scopes)

  # People sign in on Cognito's pages only: no flow here takes a password. A list must be given, or
  # Cognito allows some that do. It refuses the flow for refreshing beside rotation; the custom flow
  # that stands in for it leads nowhere in a pool without triggers.
  explicit_auth_flows = [var.refresh_token_rotation ? "ALLOW_CUSTOM_AUTH" : "ALLOW_REFRESH_TOKEN_AUTH"]

  enable_token_revocation       = true
  prevent_user_existence_errors = "ENABLED"

  access_token_validity  = var.access_token_minutes
  id_token_validity      = var.access_token_minutes
  refresh_token_validity = var.refresh_token_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  dynamic "refresh_token_rotation" {
    for_each = var.refresh_token_rotation ? ["ENABLED"] : []

    content {
      feature                    = refresh_token_rotation.value
      retry_grace_period_seconds = 60 # Cognito's longest: a client that missed the answer asks again
    }
  }
}
