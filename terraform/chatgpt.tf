# ChatGPT's way in, in the order in which data flows:
# ChatGPT → sign-in → HTTP API → chatgpt → message table, queue, exports.
# chatgpt has two faces. The API itself checks the tokens of the action's calls. Those of the plugin's the
# function checks: a client of MCP must be told by the 401 where to sign in, and the API cannot do that.

locals {
  resource_server = "kaiwa"
  read            = "${local.resource_server}/read"
  send            = "${local.resource_server}/send"

  # The scopes of which an action's token must have one. ChatGPT wants the OAuth addresses on the API's domain.
  action_scopes = {
    "DELETE /link"                   = [local.read]
    "GET /conversation/messages"     = [local.read]
    "GET /conversation/overview"     = [local.read]
    "GET /link"                      = [local.read]
    "GET /oauth2/authorize"          = []
    "GET /oauth2/callback"           = []
    "GET /openapi.json"              = []
    "GET /operations/{operation_id}" = [local.send]
    "GET /privacy"                   = []
    "POST /conversation/exports"     = [local.read]
    "POST /conversation/messages"    = [local.send]
    "POST /link"                     = [local.read]
    "POST /my_route"                 = ["openid"]
    "POST /oauth2/token"             = []
  }

  plugin_routes = [
    "ANY /mcp",
    "GET /.well-known/oauth-authorization-server",
    "GET /.well-known/oauth-protected-resource",
    "GET /.well-known/oauth-protected-resource/mcp",
    "GET /.well-known/openid-configuration",
    "GET /connect",
    "GET /connect/callback",
    "GET /conversation/days/{day}", # what answers cite; the page itself shows nothing of a conversation
    "POST /connect",
    "POST /connect/confirm",
    "POST /oauth2/register",
  ]

  # Of a picture that was drawn: whose it is, and what nobody can guess. LINE's apps fetch it from here.
  picture_routes = ["GET /pictures/{chat}/{person}/{message}/{secret}"]

  chatgpt_routes = {
    for route, scopes in merge({ for route in concat(local.plugin_routes, local.picture_routes) : route => [] }, local.action_scopes) :
    route => { alias = module.chatgpt.alias, scopes = scopes }
  }

  # Our own page comes first, so that the client is complete before there is a GPT.
  action_callback_urls = concat(
    ["${module.http_api.url}/oauth2/callback"],
    [for pair in setproduct(["chat.openai.com", "chatgpt.com"], var.gpt_ids) : "https://${pair[0]}/aip/${pair[1]}/oauth/callback"],
    var.additional_callback_urls,
  )

  plugin_redirect_uris = distinct(var.plugin_redirect_uris)

  offers_linking = length(var.gpt_ids) + length(var.additional_callback_urls) + length(local.plugin_redirect_uris) > 0

  # Cognito wants one even where no client of MCP may be called back: then our own page, which reads nothing.
  plugin_callback_urls = coalescelist(local.plugin_redirect_uris, ["${module.http_api.url}/oauth2/callback"])

  # The action signs in with a secret. Clients of MCP cannot keep one: they prove themselves by PKCE. The page where
  # people link their chat has its own client, and believes no other's tokens; nothing can be read with them.
  sign_in_clients = {
    action       = { name = "${local.prefix}-chatgpt", callback_urls = local.action_callback_urls, confidential = true }
    linking_page = { name = "${local.prefix}-linking-page", callback_urls = ["${local.link_page_url}/callback"], confidential = false, scopes = ["openid", "email"] }
    plugin       = { name = "${local.prefix}-plugin", callback_urls = local.plugin_callback_urls, confidential = false }
  }

  # SSM, not the function's environment, holds it: see parameters.tf.
  privacy_policy = replace(var.privacy_policy, "{message_retention_days}", local.retention_days.messages)
}

module "user_pool" {
  source = "./modules/user_pool"

  name                      = "${local.prefix}-users"
  clients                   = local.sign_in_clients
  access_token_minutes      = var.sign_in.access_token_minutes
  allow_sign_up             = var.sign_in.allow_sign_up
  custom_domain             = var.sign_in_domain
  deletion_protection       = var.deletion_protection
  domain_prefix             = "${local.prefix}-${data.aws_caller_identity.current.account_id}"
  existing_user_pool        = var.existing_user_pool
  identity_provider_secrets = var.identity_provider_secrets
  identity_providers        = var.identity_providers
  keys_base_url             = var.user_pool_base_url
  mfa                       = var.sign_in.mfa
  password_minimum_length   = var.sign_in.password_minimum_length
  refresh_token_days        = var.sign_in.refresh_token_days
  refresh_token_rotation    = var.sign_in.refresh_token_rotation
  sign_in_base_url          = var.sign_in_base_url

  resource_server = {
    identifier = local.resource_server
    name       = "Kaiwa"
    scopes = {
      read = "Read your own LINE conversation, and link it to your sign-in or unlink it."
      send = "Put messages into your own LINE conversation."
    }
  }
}

module "chatgpt" {
  source = "./modules/lambda_function"

  name            = "chatgpt"
  description     = "Lets ChatGPT reach the LINE conversation of the person who signed in, and no other."
  platform        = local.platform
  snap_start      = var.snap_start.chatgpt
  timeout_seconds = 29 # the API waits for 30
  # The SDK of MCP and what verifies tokens: no other function needs them.
  additional_layer_arns = [module.mcp_layer.arn]
  environment = {
    ALLOWED_ORIGINS        = try(length(var.cors.allow_origins) == 0 ? null : join(" ", var.cors.allow_origins), null)
    API_URL                = module.http_api.url
    BASE_SECRET_PATH       = module.parameters.base_path
    CLIENT_ID              = module.user_pool.client_ids["action"]
    DAILY_SEND_LIMIT       = var.daily_send_limit
    EXPORT_BUCKET          = module.export_bucket.bucket.bucket
    LINK_PAGE_CLIENT_ID    = module.user_pool.client_ids["linking_page"]
    MESSAGE_RETENTION_DAYS = local.retention_days.messages
    PASS_RESOURCE          = var.sign_in.resource_binding
    PLUGIN_CLIENT_ID       = module.user_pool.client_ids["plugin"]
    PLUGIN_REDIRECT_URIS   = length(local.plugin_redirect_uris) == 0 ? null : join(" ", local.plugin_redirect_uris)
    QUEUE_URL              = module.event_queue.queue.url
    SCOPES                 = join(" ", module.user_pool.scopes)
    SECRET_CACHE_SECONDS   = var.secret_cache_seconds
    SIGN_IN_URL            = module.user_pool.sign_in_url
    TABLE_NAME             = module.message_table.table.name
    TIMEZONE               = var.timezone
    TOKEN_ISSUER           = module.user_pool.issuer
    TOKEN_KEYS_URL         = module.user_pool.keys_url
  }
  policies = {
    delete_exports      = module.export_bucket.delete_policy
    read_and_write_data = module.message_table.read_write_delete_policy
    read_parameters     = module.parameters.reader_policies["chatgpt"]
    send_events         = module.event_queue.send_policy
    share_exports       = module.export_bucket.share_policy
    show_pictures       = module.export_bucket.show_policy
  }
  log_alarms = {
    for face, who in { action = "a GPT's action", plugin = "the plugin" } : "${face}-errors" => {
      description             = "Calls of ${who} could not be answered as they should."
      pattern                 = "{ ($.face = \"${face}\") && (($.level = \"ERROR\") || ($.level = \"CRITICAL\")) }"
    }
  }
}

module "mcp_layer" {
  source = "./modules/lambda_layer"

  name         = "${local.prefix}-mcp"
  description  = "The SDK of MCP and what verifies tokens, as far as the other layer does not have it."
  architecture = var.architecture
  package      = module.artifacts.packages["mcp"]
}

module "export_bucket" {
  source = "./modules/export_bucket"

  # Bucket names are shared by all accounts and regions.
  bucket         = "${local.prefix}-exports-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.id}"
  kms_key_arn    = var.kms_key_arn
  require_tls    = var.require_tls
  retention_days = local.retention_days.exports

  picture_retention_days = local.retention_days.messages
}
