mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "chosen_values" {
  variables {
    alarm_actions           = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    allowed_user_ids        = ["U0123456789abcdef0123456789abcdef", "Ufedcba9876543210fedcba9876543210"]
    answer_deadline_seconds = 870
    daily_message_limit     = null
    daily_token_limit       = 5000
    default_language        = "en"
    delete_data_on_leave    = true
    deletion_protection     = false
    line_data_base_url      = "http://127.0.0.1:8000"
    max_receive_count       = 6
    moderation_model        = "omni-moderation-latest"
    openai_instructions     = "あなたは会話です。"
    openai_reasoning_effort = "low"
    openai_temperature      = 0.7
    token_prices            = { input = 1.25, output = 10 }
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
        "ANSWER_DEADLINE_SECONDS", "DAILY_MESSAGE_LIMIT", "DAILY_TOKEN_LIMIT", "DEFAULT_LANGUAGE", "DELETE_DATA_ON_LEAVE", "LINE_DATA_BASE_URL",
        "MAX_RECEIVE_COUNT", "MODERATION_MODEL", "OPENAI_REASONING_EFFORT", "OPENAI_TEMPERATURE", "TRANSCRIPTION_MODEL", "WEB_SEARCH",
      ] : name => lookup(module.line_reply.function.environment[0].variables, name, null)
      }) == jsonencode({
      ANSWER_DEADLINE_SECONDS = "870"
      DAILY_MESSAGE_LIMIT     = null
      DAILY_TOKEN_LIMIT       = "5000"
      DEFAULT_LANGUAGE        = "en"
      DELETE_DATA_ON_LEAVE    = "true"
      LINE_DATA_BASE_URL      = "http://127.0.0.1:8000"
      MAX_RECEIVE_COUNT       = "6"
      MODERATION_MODEL        = "omni-moderation-latest"
      OPENAI_REASONING_EFFORT = "low"
      OPENAI_TEMPERATURE      = "0.7"
      TRANSCRIPTION_MODEL     = "whisper-large"
      WEB_SEARCH              = "true"
    })
    error_message = "line_reply is not told what was chosen."
  }

  assert {
    condition = jsonencode(values(module.parameters.settings)) == jsonencode([
      "U0123456789abcdef0123456789abcdef,Ufedcba9876543210fedcba9876543210",
      "あなたは会話です。",
    ])
    error_message = "The long settings are not the ones that were chosen."
  }

  assert {
    condition = jsonencode(distinct([
      for alarm in concat(values(module.line_reply.alarms), [module.event_queue.alarm, module.http_api.alarm, module.summary_queue.alarm]) : alarm.alarm_actions
    ])) == jsonencode([["arn:aws:sns:ap-northeast-1:123456789012:on-call"]])
    error_message = "An alarm tells somebody else, or nobody."
  }

  assert {
    condition     = jsonencode([output.line_data_base_url, output.token_prices]) == jsonencode(["http://127.0.0.1:8000", { input = 1.25, output = 10 }])
    error_message = "The operator's tools are not told what was chosen."
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
    cors                     = { allow_origins = ["https://example.com"] }
    daily_send_limit         = 5
    timezone                 = "UTC"
    gpt_ids                  = ["g-0123456789abcdef", "g-fedcba9876543210"]
    identity_providers       = { Example = { client_id = "their-client", issuer = "https://accounts.example.com" } }
    message_retention_days   = 7
    privacy_policy           = "Kept for {message_retention_days} days."
    sign_in_domain           = { name = "auth.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/auth" }
    vpc                      = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }

    identity_provider_secrets = { Example = "their-secret" }
    sign_in                   = { access_token_minutes = 15 }
  }

  assert {
    condition = jsonencode(local.callback_urls) == jsonencode([
      "https://api.example.com/oauth2/callback",
      "https://chat.openai.com/aip/g-0123456789abcdef/oauth/callback",
      "https://chat.openai.com/aip/g-fedcba9876543210/oauth/callback",
      "https://chatgpt.com/aip/g-0123456789abcdef/oauth/callback",
      "https://chatgpt.com/aip/g-fedcba9876543210/oauth/callback",
      "https://chatgpt.com/connector_platform_oauth_redirect",
      "http://localhost:8080/callback",
    ])
    error_message = "People are sent back elsewhere: ${jsonencode(local.callback_urls)}"
  }

  assert {
    condition = jsonencode([
      for name in ["API_URL", "DAILY_SEND_LIMIT", "TIMEZONE", "MESSAGE_RETENTION_DAYS", "PRIVACY_POLICY", "SIGN_IN_URL"] :
      module.chatgpt.function.environment[0].variables[name]
    ]) == jsonencode(["https://api.example.com", "5", "UTC", "7", "Kept for 7 days.", "https://auth.example.com"])
    error_message = "chatgpt is not told what was chosen."
  }

  assert {
    condition = jsonencode([
      module.http_api.api.cors_configuration[0].allow_origins,
      module.http_api.api.cors_configuration[0].allow_headers,
      module.http_api.api.cors_configuration[0].allow_methods,
    ]) == jsonencode([["https://example.com"], ["authorization", "content-type"], ["DELETE", "GET", "POST"]])
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
    condition     = alltrue([for deployed in local.functions : jsonencode(deployed.function.vpc_config[0].subnet_ids) == jsonencode(["subnet-1"])])
    error_message = "A function is not in the VPC."
  }
}
