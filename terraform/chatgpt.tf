# ChatGPT's way in, in the order in which data flows:
# ChatGPT → sign-in → HTTP API, which checks the token → chatgpt → message table, queue, exports.

locals {
  resource_server = "kaiwa"
  read            = "${local.resource_server}/read"
  send            = "${local.resource_server}/send"

  # The scopes of which a token must have one. ChatGPT wants the OAuth addresses on the API's domain.
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
  }

  action_routes = merge(
    { for route, scopes in local.action_scopes : route => { function = module.chatgpt.function, scopes = scopes } },
    { "POST /oauth2/token" = { server = module.user_pool.sign_in_url } },
  )

  # Our own page comes first, so that the client is complete before there is a GPT.
  callback_urls = concat(
    ["${module.http_api.url}/oauth2/callback"],
    [for pair in setproduct(["chat.openai.com", "chatgpt.com"], var.gpt_ids) : "https://${pair[0]}/aip/${pair[1]}/oauth/callback"],
    var.additional_callback_urls,
  )
}

module "user_pool" {
  source = "./modules/user_pool"

  name                      = "${local.prefix}-users"
  access_token_minutes      = var.sign_in.access_token_minutes
  allow_sign_up             = var.sign_in.allow_sign_up
  callback_urls             = local.callback_urls
  client_name               = "${local.prefix}-chatgpt"
  custom_domain             = var.sign_in_domain
  deletion_protection       = var.deletion_protection
  domain_prefix             = "${local.prefix}-${data.aws_caller_identity.current.account_id}"
  existing_user_pool        = var.existing_user_pool
  identity_provider_secrets = var.identity_provider_secrets
  identity_providers        = var.identity_providers
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
  timeout_seconds = 29 # the API waits for 30
  environment = {
    API_URL                = module.http_api.url
    CLIENT_ID              = module.user_pool.client_id
    DAILY_SEND_LIMIT       = var.daily_send_limit
    EXPORT_BUCKET          = module.export_bucket.bucket.bucket
    MESSAGE_RETENTION_DAYS = var.message_retention_days
    PRIVACY_POLICY         = replace(var.privacy_policy, "{message_retention_days}", var.message_retention_days)
    QUEUE_URL              = module.event_queue.queue.url
    SCOPES                 = join(" ", module.user_pool.scopes)
    SIGN_IN_URL            = module.user_pool.sign_in_url
    TABLE_NAME             = module.message_table.table.name
    TIMEZONE               = var.timezone
  }
  policies = {
    delete_exports      = module.export_bucket.delete_policy
    read_and_write_data = module.message_table.read_write_delete_policy
    send_events         = module.event_queue.send_policy
    share_exports       = module.export_bucket.share_policy
  }
}

module "export_bucket" {
  source = "./modules/export_bucket"

  # Bucket names are shared by all accounts and regions.
  bucket      = "${local.prefix}-exports-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.name}"
  require_tls = var.require_tls
}
