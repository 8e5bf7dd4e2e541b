mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.event_queue.aws_sqs_queue.dead_letter
  values = { url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/dead-letter.fifo" }
}

override_resource {
  target = module.summary_queue.aws_sqs_queue.dead_letter
  values = { url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/summary-dead-letter.fifo" }
}

override_resource {
  target = module.user_pool.aws_cognito_user_pool_client.this["plugin"]
  values = { id = "plugin-client", client_secret = "" }
}

override_resource {
  target = module.user_pool.aws_cognito_user_pool_client.this["linking_page"]
  values = { id = "linking-page-client", client_secret = "" }
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "defaults" {
  assert {
    condition = jsonencode(local.action_scopes) == jsonencode({
      "DELETE /link"                   = ["kaiwa/read"]
      "GET /conversation/messages"     = ["kaiwa/read"]
      "GET /conversation/overview"     = ["kaiwa/read"]
      "GET /link"                      = ["kaiwa/read"]
      "GET /oauth2/authorize"          = []
      "GET /oauth2/callback"           = []
      "GET /openapi.json"              = []
      "GET /operations/{operation_id}" = ["kaiwa/send"]
      "GET /privacy"                   = []
      "POST /conversation/exports"     = ["kaiwa/read"]
      "POST /conversation/messages"    = ["kaiwa/send"]
      "POST /link"                     = ["kaiwa/read"]
      "POST /my_route"                 = ["openid"]
      "POST /oauth2/token"             = []
    })
    error_message = "A route wants another scope than agreed, or none."
  }

  assert {
    # For these the function itself looks at the token, if there must be one.
    condition = jsonencode({ for route, target in local.chatgpt_routes : route => target.scopes if !contains(keys(local.action_scopes), route) }) == jsonencode({
      for route in [
        "ANY /mcp",
        "GET /.well-known/oauth-authorization-server",
        "GET /.well-known/oauth-protected-resource",
        "GET /.well-known/oauth-protected-resource/mcp",
        "GET /.well-known/openid-configuration",
        "GET /connect",
        "GET /connect/callback",
        "GET /conversation/days/{day}",
        "GET /pictures/{chat}/{person}/{message}/{secret}",
        "POST /connect",
        "POST /connect/confirm",
        "POST /oauth2/register",
      ] : route => []
    })
    error_message = "A route of the plugin is missing, or the API itself would refuse what the function must answer."
  }

  assert {
    condition = jsonencode({ for route, target in local.chatgpt_routes : route => target.scopes if contains(keys(local.action_scopes), route) }) == jsonencode(local.action_scopes) && alltrue([
      for target in values(local.chatgpt_routes) : jsonencode([target.alias.function_name, target.alias.name]) == jsonencode(["kaiwa-test-chatgpt", "live"])
    ])
    error_message = "A route of the action asks for no token, or leads elsewhere."
  }

  assert {
    # The first works before there is a GPT. Without scopes of its own, a client may ask for all.
    condition = jsonencode(local.sign_in_clients) == jsonencode({
      action = {
        name          = "kaiwa-test-chatgpt"
        callback_urls = ["https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/callback"]
        confidential  = true
      }
      linking_page = {
        name          = "kaiwa-test-linking-page"
        callback_urls = ["https://api.execute-api.ap-northeast-1.amazonaws.com/connect/callback"]
        confidential  = false
        scopes        = ["openid", "email"]
      }
      plugin = {
        name = "kaiwa-test-plugin"
        callback_urls = [
          "https://chatgpt.com/connector_platform_oauth_redirect",
          "https://claude.ai/api/mcp/auth_callback",
          "https://claude.com/api/mcp/auth_callback",
        ]
        confidential = false
      }
    })
    error_message = "A client sends people elsewhere than agreed, may ask for other scopes, or has a secret, or none."
  }

  assert {
    condition     = jsonencode([module.http_api.authorizer.audience, module.http_api.authorizer.issuer]) == jsonencode([["client"], "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new"])
    error_message = "The API's own check takes other tokens than those of the action's client."
  }

  assert {
    condition     = module.message_table.table.deletion_protection_enabled && !module.artifacts.bucket.force_destroy && module.user_pool.user_pool.deletion_protection == "ACTIVE"
    error_message = "The data are not protected by default."
  }

  assert {
    condition     = module.artifacts.bucket.bucket == "kaiwa-test-artifacts-123456789012-ap-northeast-1" && module.export_bucket.bucket.bucket == "kaiwa-test-exports-123456789012-ap-northeast-1"
    error_message = "A bucket's name could collide with another account's or region's."
  }

  assert {
    condition = jsonencode({
      alarm_topic_arns        = output.alarm_topic_arns
      api_id                  = output.api_id
      api_url                 = output.api_url
      base_secret_path        = output.base_secret_path
      dashboard_url           = output.dashboard_url
      dead_letter_queue_url   = output.dead_letter_queue_url
      dns_targets             = output.dns_targets
      export_bucket           = output.export_bucket
      function_names          = output.function_names
      line_api_base_url       = output.line_api_base_url
      line_data_base_url      = output.line_data_base_url
      log_group_names         = output.log_group_names
      openai_base_url         = output.openai_base_url
      moderation_model        = output.moderation_model
      openai_model            = output.openai_model
      openai_reasoning_effort = output.openai_reasoning_effort
      openai_temperature      = output.openai_temperature
      openai_tools            = output.openai_tools
      queue_url               = output.queue_url
      region                  = output.region
      role_arns               = output.role_arns
      secret_names            = output.secret_names
      sign_in_url             = output.sign_in_url
      summary_queue_url       = output.summary_queue_url
      table_name              = output.table_name
      timezone                = output.timezone
      token_prices            = output.token_prices
      transcription_model     = output.transcription_model
      web_search              = output.web_search
      user_pool_arn           = output.user_pool_arn
      user_pool_id            = output.user_pool_id
      webhook_url             = output.webhook_url
      }) == jsonencode({
      alarm_topic_arns      = { for severity in ["page", "warning"] : severity => "arn:aws:sns:ap-northeast-1:123456789012:topic" }
      api_id                = "api"
      api_url               = "https://api.execute-api.ap-northeast-1.amazonaws.com"
      base_secret_path      = "/kaiwa/test/"
      dashboard_url         = "https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1#dashboards/dashboard/kaiwa-test"
      dead_letter_queue_url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/dead-letter.fifo"
      dns_targets           = {}
      export_bucket         = "kaiwa-test-exports-123456789012-ap-northeast-1"
      function_names = {
        check_dynamodb = "kaiwa-test-check-dynamodb"
        chatgpt        = "kaiwa-test-chatgpt"
        line_reply     = "kaiwa-test-line-reply"
        line_webhook   = "kaiwa-test-line-webhook"
      }
      line_api_base_url  = "https://api.line.me"
      line_data_base_url = "https://api-data.line.me"
      log_group_names = {
        check_dynamodb = "/aws/lambda/kaiwa-test-check-dynamodb"
        chatgpt        = "/aws/lambda/kaiwa-test-chatgpt"
        line_reply     = "/aws/lambda/kaiwa-test-line-reply"
        line_webhook   = "/aws/lambda/kaiwa-test-line-webhook"
      }
      openai_base_url         = "https://api.openai.com/v1"
      moderation_model        = null
      openai_model            = "gpt-6.1-terra"
      openai_reasoning_effort = null
      openai_temperature      = null
      openai_tools            = []
      queue_url               = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
      region                  = "ap-northeast-1"
      role_arns               = { for name in ["chatgpt", "check_dynamodb", "line_reply", "line_webhook"] : name => "arn:aws:iam::123456789012:role/role" }
      secret_names            = ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY"]
      sign_in_url             = "https://kaiwa-test-123456789012.auth.ap-northeast-1.amazoncognito.com"
      summary_queue_url       = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
      table_name              = "kaiwa-test-messages"
      timezone                = "Asia/Tokyo"
      token_prices            = null
      transcription_model     = "gpt-transcribe"
      web_search              = false
      user_pool_arn           = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_new"
      user_pool_id            = "ap-northeast-1_new"
      webhook_url             = "https://api.execute-api.ap-northeast-1.amazonaws.com/v1/line/bot/message/reply"
    })
    error_message = "An output is not the agreed one."
  }

  assert {
    condition     = output.summary_dead_letter_queue_url == "https://sqs.ap-northeast-1.amazonaws.com/123456789012/summary-dead-letter.fifo"
    error_message = "What could not be summarised would be looked for elsewhere."
  }

  assert {
    condition = jsonencode(nonsensitive(output.chatgpt)) == jsonencode({
      authorization_url  = "https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/authorize"
      client_id          = "client"
      client_secret      = "client-secret"
      openapi_url        = "https://api.execute-api.ap-northeast-1.amazonaws.com/openapi.json"
      privacy_policy_url = "https://api.execute-api.ap-northeast-1.amazonaws.com/privacy"
      scope              = "openid email profile kaiwa/read kaiwa/send"
      token_url          = "https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/token"
    })
    error_message = "ChatGPT would be told something else than agreed."
  }

  assert {
    condition = jsonencode(output.plugin) == jsonencode({
      authorization_url = "https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/authorize"
      client_id         = "plugin-client"
      link_page_url     = "https://api.execute-api.ap-northeast-1.amazonaws.com/connect"
      mcp_url           = "https://api.execute-api.ap-northeast-1.amazonaws.com/mcp"
      redirect_uris = [
        "https://chatgpt.com/connector_platform_oauth_redirect",
        "https://claude.ai/api/mcp/auth_callback",
        "https://claude.com/api/mcp/auth_callback",
      ]
      registration_url = "https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/register"
      scope            = "openid email profile kaiwa/read kaiwa/send"
      token_url        = "https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/token"
    })
    error_message = "Clients of MCP would be told something else than agreed."
  }

  assert {
    condition = jsonencode(output.function_arns) == jsonencode({
      for name in ["chatgpt", "check_dynamodb", "line_reply", "line_webhook"] : name => "arn:aws:lambda:ap-northeast-1:123456789012:function:function:live"
    })
    error_message = "The functions would be called past their aliases: ${jsonencode(output.function_arns)}"
  }

  assert {
    condition = jsonencode(output.function_alarms) == jsonencode({
      chatgpt        = ["kaiwa-test-chatgpt-action-errors", "kaiwa-test-chatgpt-plugin-errors", "kaiwa-test-api-failures"]
      check_dynamodb = []
      line_reply     = [for name in ["line-reply-errors", "events-dead-letter", "events-waiting", "summaries-dead-letter", "summaries-waiting", "line-reply-killed", "line-reply-not-delivered"] : "kaiwa-test-${name}"]
      line_webhook   = ["kaiwa-test-api-failures", "kaiwa-test-line-webhook-errors"]
    })
    error_message = "Other alarms than agreed stop a roll-out: ${jsonencode(output.function_alarms)}"
  }

  assert {
    condition     = jsonencode(output.rollout) == jsonencode({ step_minutes = 5, step_percentage = 100, versions_kept = 5 })
    error_message = "New versions go live in another way than agreed: ${jsonencode(output.rollout)}"
  }

  assert {
    condition     = alltrue([for deployed in local.functions : deployed.function.publish && length(deployed.function.snap_start) == 0])
    error_message = "A function has no versions to go back to, or snapshots that nobody asked for."
  }
}

run "existing_user_pool" {
  variables {
    existing_user_pool = { id = "ap-northeast-1_existing", sign_in_base_url = "https://login.example.com" }
  }

  assert {
    condition = jsonencode([
      output.user_pool_id,
      output.sign_in_url,
      module.user_pool.issuer,
      module.chatgpt.function.environment[0].variables["SIGN_IN_URL"],
      module.chatgpt.function.environment[0].variables["TOKEN_ISSUER"],
      module.chatgpt.function.environment[0].variables["TOKEN_KEYS_URL"],
      ]) == jsonencode([
      "ap-northeast-1_existing",
      "https://login.example.com",
      "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_existing",
      "https://login.example.com",
      "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_existing",
      "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_existing/.well-known/jwks.json",
    ])
    error_message = "The pool that was given is not the one in use."
  }
}
