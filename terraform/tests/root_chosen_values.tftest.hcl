mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "chosen_values" {
  variables {
    allowed_user_ids        = ["U0123456789abcdef0123456789abcdef", "Ufedcba9876543210fedcba9876543210"]
    answer_deadline_seconds = 870
    daily_message_limit     = null
    daily_picture_limit     = null
    daily_token_limit       = 5000
    default_language        = "en"
    delete_data_on_leave    = true
    deletion_protection     = false
    drawing                 = "model"
    drawing_model           = "gpt-image-2"
    drawing_quality         = "low"
    flex_messages           = false
    line_data_base_url      = "http://127.0.0.1:8000"
    listening_hours         = 12
    max_receive_count       = 6
    moderation_model        = "omni-moderation-latest"
    openai_instructions     = "あなたは会話です。"
    openai_reasoning_effort = "low"
    openai_temperature      = 0.7
    privacy_policy          = "Write to hanako@example.com."
    rollout                 = { step_percentage = 10, step_minutes = 1 }
    snap_start              = { chatgpt = true }
    saved_queries           = false
    suggested_questions     = 3
    token_prices            = { input = 1.25, output = 10, cached_input = 0.125 }
    tool_prices             = { image_generation = 40, web_search = 10 }
    tracing                 = true
    transcription_model     = "whisper-large"
    web_search              = true
  }

  assert {
    condition = jsonencode([
      module.line_reply.function.timeout,
      module.event_queue.queue.visibility_timeout_seconds,
      jsondecode(module.event_queue.queue.redrive_policy).maxReceiveCount,
    ]) == jsonencode([900, 930, 6])
    error_message = "The time-outs are not derived from the deadline."
  }

  assert {
    condition = jsonencode({
      for name in [
        "ANSWER_DEADLINE_SECONDS", "DAILY_MESSAGE_LIMIT", "DAILY_PICTURE_LIMIT", "DAILY_TOKEN_LIMIT", "DEFAULT_LANGUAGE", "DELETE_DATA_ON_LEAVE", "DRAWING", "DRAWING_MODEL", "DRAWING_QUALITY", "FLEX_MESSAGES", "LINE_DATA_BASE_URL", "LISTENING_HOURS",
        "MAX_RECEIVE_COUNT", "MODERATION_MODEL", "OPENAI_REASONING_EFFORT", "OPENAI_TEMPERATURE", "SUGGESTED_QUESTIONS", "TOKEN_PRICES_CACHED_INPUT", "TOKEN_PRICES_INPUT", "TOKEN_PRICES_OUTPUT",
        "TOOL_PRICES", "TRANSCRIPTION_MODEL", "HAS_TOOLS",
      ] : name => lookup(module.line_reply.function.environment[0].variables, name, null)
      }) == jsonencode({
      ANSWER_DEADLINE_SECONDS   = "870"
      DAILY_MESSAGE_LIMIT       = null
      DAILY_PICTURE_LIMIT       = null
      DAILY_TOKEN_LIMIT         = "5000"
      DEFAULT_LANGUAGE          = "en"
      DELETE_DATA_ON_LEAVE      = "true"
      DRAWING                   = "model"
      DRAWING_MODEL             = "gpt-image-2"
      DRAWING_QUALITY           = "low"
      FLEX_MESSAGES             = "false"
      LINE_DATA_BASE_URL        = "http://127.0.0.1:8000"
      LISTENING_HOURS           = "12"
      MAX_RECEIVE_COUNT         = "6"
      MODERATION_MODEL          = "omni-moderation-latest"
      OPENAI_REASONING_EFFORT   = "low"
      OPENAI_TEMPERATURE        = "0.7"
      SUGGESTED_QUESTIONS       = "3"
      TOKEN_PRICES_CACHED_INPUT = "0.125"
      TOKEN_PRICES_INPUT        = "1.25"
      TOKEN_PRICES_OUTPUT       = "10"
      TRANSCRIPTION_MODEL       = "whisper-large"
      HAS_TOOLS                 = "true"
      TOOL_PRICES               = "{\"image_generation\":40,\"web_search\":10}"
    })
    error_message = "line_reply is not told what was chosen."
  }

  assert {
    condition = jsonencode(values(module.parameters.settings)) == jsonencode([
      "U0123456789abcdef0123456789abcdef,Ufedcba9876543210fedcba9876543210",
      "あなたは会話です。",
      "[{\"type\":\"web_search\"}]",
      "Write to hanako@example.com.",
    ])
    error_message = "The long settings are not the ones that were chosen."
  }

  assert {
    condition     = jsonencode([output.line_data_base_url, output.token_prices]) == jsonencode(["http://127.0.0.1:8000", { cached_input = 0.125, input = 1.25, output = 10 }])
    error_message = "The operator's tools are not told what was chosen."
  }

  assert {
    condition     = jsonencode({ for name, deployed in local.functions : name => deployed.function.snap_start[*].apply_on }) == jsonencode({ chatgpt = ["PublishedVersions"], check_dynamodb = [], line_reply = [], line_webhook = [] })
    error_message = "Another function than the chosen one starts from a snapshot."
  }

  assert {
    condition     = jsonencode([output.line_data_base_url, output.rollout, output.token_prices]) == jsonencode(["http://127.0.0.1:8000", { step_minutes = 1, step_percentage = 10, versions_kept = 5 }, { cached_input = 0.125, input = 1.25, output = 10 }])
    error_message = "The operator's tools are not told what was chosen."
  }

  assert {
    condition     = length(module.saved_queries) == 0 && alltrue([for deployed in local.functions : one(deployed.function.tracing_config).mode == "Active"])
    error_message = "Queries are saved although nobody wants them, or a function is not traced."
  }

  assert {
    condition     = !module.message_table.table.deletion_protection_enabled && module.artifacts.bucket.force_destroy
    error_message = "The data cannot be deleted although that was asked for."
  }
}

run "chatgpt" {
  variables {
    additional_callback_urls = ["https://chatgpt.com/connector_platform_oauth_redirect", "http://localhost:8080/callback"]
    api_domain               = { name = "api.example.com", certificate_arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/api" }
    cors                     = { allow_origins = ["https://example.com", "https://example.org"] }
    daily_send_limit         = 5
    timezone                 = "UTC"
    gpt_ids                  = ["g-0123456789abcdef", "g-fedcba9876543210"]
    identity_providers       = { Example = { client_id = "their-client", issuer = "https://accounts.example.com" } }
    message_retention_days   = 7
    privacy_policy           = "Kept for {message_retention_days} days."
    sign_in_domain           = { name = "auth.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/auth" }
    vpc                      = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }

    identity_provider_secrets = { Example = "their-secret" }
    permissions_boundary      = "arn:aws:iam::123456789012:policy/bounds"
    plugin_redirect_uris      = ["http://localhost:8080/callback", "http://127.0.0.1:3000", "https://example.com/?client=mcp"]
    sign_in                   = { access_token_minutes = 15, resource_binding = true }
  }

  assert {
    condition = jsonencode(local.action_callback_urls) == jsonencode([
      "https://api.example.com/oauth2/callback",
      "https://chat.openai.com/aip/g-0123456789abcdef/oauth/callback",
      "https://chat.openai.com/aip/g-fedcba9876543210/oauth/callback",
      "https://chatgpt.com/aip/g-0123456789abcdef/oauth/callback",
      "https://chatgpt.com/aip/g-fedcba9876543210/oauth/callback",
      "https://chatgpt.com/connector_platform_oauth_redirect",
      "http://localhost:8080/callback",
    ])
    error_message = "People are sent back elsewhere: ${jsonencode(local.action_callback_urls)}"
  }

  assert {
    condition = jsonencode(output.plugin.redirect_uris) == jsonencode([
      "http://localhost:8080/callback",
      "http://127.0.0.1:3000",
      "https://example.com/?client=mcp",
    ])
    error_message = "People are sent back elsewhere from the plugin: ${jsonencode(output.plugin.redirect_uris)}"
  }

  assert {
    condition = jsonencode([
      for name in ["ALLOWED_ORIGINS", "API_URL", "DAILY_SEND_LIMIT", "TIMEZONE", "MESSAGE_RETENTION_DAYS", "PASS_RESOURCE", "PLUGIN_REDIRECT_URIS", "SIGN_IN_URL"] :
      module.chatgpt.function.environment[0].variables[name]
      ]) == jsonencode([
      "https://example.com https://example.org",
      "https://api.example.com",
      "5",
      "UTC",
      "7",
      "true",
      "http://localhost:8080/callback http://127.0.0.1:3000 https://example.com/?client=mcp",
      "https://auth.example.com",
    ])
    error_message = "chatgpt is not told what was chosen."
  }

  assert {
    condition     = module.parameters.settings["/kaiwa/test/PRIVACY_POLICY"] == "Kept for 7 days."
    error_message = "The privacy policy is not the one that was chosen, or does not say the number of days."
  }

  assert {
    condition = jsonencode([
      module.http_api.api.cors_configuration[0].allow_origins,
      module.http_api.api.cors_configuration[0].allow_headers,
      module.http_api.api.cors_configuration[0].allow_methods,
      module.http_api.api.cors_configuration[0].expose_headers,
      ]) == jsonencode([
      ["https://example.com", "https://example.org"],
      ["authorization", "content-type", "mcp-method", "mcp-name", "mcp-protocol-version"],
      ["DELETE", "GET", "POST"],
      ["www-authenticate"],
    ])
    error_message = "Other web pages may call the API, or in another way."
  }

  assert {
    condition = jsonencode([
      output.api_url,
      output.webhook_url,
      nonsensitive(output.chatgpt).token_url,
      keys(output.dns_targets),
      ]) == jsonencode([
      "https://api.example.com",
      "https://api.example.com/v1/line/bot/message/reply",
      "https://api.example.com/oauth2/token",
      ["api.example.com", "auth.example.com"],
    ])
    error_message = "The addresses are not under the domain names that were chosen."
  }

  assert {
    condition     = local.platform.permissions_boundary == "arn:aws:iam::123456789012:policy/bounds"
    error_message = "The functions' roles are not bounded."
  }

  assert {
    condition     = alltrue([for deployed in local.functions : jsonencode(deployed.function.vpc_config[0].subnet_ids) == jsonencode(["subnet-1"])])
    error_message = "A function is not in the VPC."
  }
}

run "an_api_behind_something_else" {
  variables {
    api_base_url       = "http://localhost:8000"
    api_domain         = { name = "api.example.com", certificate_arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/api" }
    cors               = { allow_origins = [] }
    user_pool_base_url = "http://127.0.0.1:4566"
  }

  assert {
    condition = jsonencode([
      output.api_url,
      output.webhook_url,
      nonsensitive(output.chatgpt).openapi_url,
      output.plugin.mcp_url,
      output.plugin.link_page_url,
      local.action_callback_urls[0],
      local.sign_in_clients.linking_page.callback_urls[0],
      module.chatgpt.function.environment[0].variables["API_URL"],
      module.line_reply.function.environment[0].variables["LINK_PAGE_URL"],
      ]) == jsonencode([
      "http://localhost:8000",
      "http://localhost:8000/v1/line/bot/message/reply",
      "http://localhost:8000/openapi.json",
      "http://localhost:8000/mcp",
      "http://localhost:8000/connect",
      "http://localhost:8000/oauth2/callback",
      "http://localhost:8000/connect/callback",
      "http://localhost:8000",
      "http://localhost:8000/connect",
    ])
    error_message = "An address is not where clients reach the API."
  }

  assert {
    condition = jsonencode([
      for name in ["ALLOWED_ORIGINS", "TOKEN_ISSUER", "TOKEN_KEYS_URL"] : lookup(module.chatgpt.function.environment[0].variables, name, null)
      ]) == jsonencode([
      null,
      "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new",
      "http://127.0.0.1:4566/ap-northeast-1_new/.well-known/jwks.json",
    ])
    error_message = "chatgpt would verify tokens with the keys, or by the issuer, of another pool, or take an origin that was not named."
  }
}

run "no_client_of_mcp" {
  variables {
    plugin_redirect_uris = []
  }

  assert {
    condition = jsonencode([
      local.sign_in_clients.plugin.callback_urls,
      output.plugin.redirect_uris,
      lookup(module.chatgpt.function.environment[0].variables, "PLUGIN_REDIRECT_URIS", null),
      ]) == jsonencode([
      ["https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/callback"],
      [],
      null,
    ])
    error_message = "The plugin's client cannot be made without a client of MCP, or one may be called back."
  }

  assert {
    condition     = module.line_reply.function.environment[0].variables["OFFERS_LINKING"] == "false"
    error_message = "/help offers linking, and there is nothing to link with."
  }
}
