mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "refuses_too_little" {
  command = plan

  variables {
    answer_deadline_seconds  = 9
    daily_message_limit      = 0
    daily_picture_limit      = 0
    daily_send_limit         = -1
    daily_token_limit        = 0
    default_language         = ""
    drawing                  = "on"
    drawing_model            = " "
    drawing_quality          = "best"
    environment              = "x"
    listening_hours          = -1
    max_receive_count        = 4
    maximum_concurrency      = 1
    memory_megabytes         = 255
    message_retention_days   = 0
    moderation_model         = " "
    openai_instructions      = " "
    openai_max_output_tokens = 15
    openai_model             = ""
    openai_reasoning_effort  = ""
    openai_temperature       = -0.1
    permissions_boundary     = "kaiwa-production-boundary"
    project                  = "x"
    rollout                  = { step_percentage = 0, step_minutes = 0, versions_kept = 1 }
    secret_cache_seconds     = -1
    suggested_questions      = -1
    token_prices             = { input = 1, output = -1 }
    transcription_model      = ""
    vpc                      = { subnet_ids = [], security_group_ids = [] }
    sign_in                  = { access_token_minutes = 14, password_minimum_length = 7, refresh_token_days = 0 }
    history                  = { max_characters = 0, max_messages = 0 }
    throttling               = { burst_limit = 0, rate_limit = 0 }
  }

  expect_failures = [
    var.sign_in,
    var.answer_deadline_seconds,
    var.daily_message_limit,
    var.daily_picture_limit,
    var.daily_send_limit,
    var.daily_token_limit,
    var.default_language,
    var.drawing,
    var.drawing_model,
    var.drawing_quality,
    var.environment,
    var.history,
    var.listening_hours,
    var.max_receive_count,
    var.maximum_concurrency,
    var.memory_megabytes,
    var.message_retention_days,
    var.moderation_model,
    var.openai_instructions,
    var.openai_max_output_tokens,
    var.openai_model,
    var.openai_reasoning_effort,
    var.openai_temperature,
    var.permissions_boundary,
    var.project,
    var.rollout,
    var.secret_cache_seconds,
    var.suggested_questions,
    var.throttling,
    var.token_prices,
    var.transcription_model,
    var.vpc,
  ]
}

run "refuses_too_much" {
  command = plan

  variables {
    allowed_user_ids        = [for number in range(101) : format("U%032x", number)]
    answer_deadline_seconds = 871
    environment             = "thirteen-char"
    max_receive_count       = 1001
    maximum_concurrency     = 1001
    memory_megabytes        = 10241
    openai_instructions     = "12${join("", [for number in range(273) : "話話話話話"])}" # 4097 bytes
    openai_temperature      = 2.1
    plugin_redirect_uris    = ["https://example.com/1${join("", [for number in range(148) : "1234567890"])}"] # 1501 characters
    privacy_policy          = "{message_retention_days}12${join("", [for number in range(273) : "話話話話話"])}"   # 4097 bytes with 90 in it, once
    project                 = "thirteen-char"
    rollout                 = { step_percentage = 101, step_minutes = 1441, versions_kept = 11 }
    sign_in                 = { access_token_minutes = 61, password_minimum_length = 100, refresh_token_days = 3651 }
    listening_hours         = 25
    suggested_questions     = 4
  }

  expect_failures = [
    var.sign_in,
    var.allowed_user_ids,
    var.answer_deadline_seconds,
    var.environment,
    var.max_receive_count,
    var.maximum_concurrency,
    var.memory_megabytes,
    var.openai_instructions,
    var.openai_temperature,
    var.plugin_redirect_uris,
    var.privacy_policy,
    var.project,
    var.rollout,
    var.listening_hours,
    var.suggested_questions,
  ]
}

run "refuses_what_is_malformed" {
  command = plan

  variables {
    additional_callback_urls = ["http://example.com/callback"]
    allowed_account_ids      = ["12345678901"]
    allowed_user_ids         = ["U0123456789ABCDEF0123456789ABCDEF"]
    api_base_url             = "https://api.example.com/v1"
    answer_deadline_seconds  = 120.5
    architecture             = "amd64"
    daily_message_limit      = 1.5
    daily_picture_limit      = 1.5
    daily_send_limit         = 1.5
    daily_token_limit        = 1.5
    default_language         = "ja-JP"
    timezone                 = "Asia/Tokyo "
    environment              = "Production"
    existing_user_pool       = { id = "pool", sign_in_base_url = "https://login.example.com/" }
    gpt_ids                  = ["0123456789abcdef"]
    identity_providers       = { "Example Provider" = { client_id = "their-client", issuer = "http://accounts.example.com" } }
    line_api_base_url        = "https://api.line.me/"
    line_data_base_url       = "api-data.line.me"
    log_level                = "TRACE"
    max_receive_count        = 5.5
    maximum_concurrency      = 2.5
    memory_megabytes         = 512.5
    message_retention_days   = 1.5
    openai_base_url          = "api.openai.com/v1"
    openai_instructions      = "You are {{name}}."
    openai_max_output_tokens = 16.5
    plugin_redirect_uris     = ["https://claude.ai/api/mcp/auth_callback", "http://example.com/callback"]
    project                  = "ssm-kaiwa"
    rollout                  = { step_percentage = 12.5, step_minutes = 1.5, versions_kept = 2.5 }
    region                   = "Tokyo"
    secret_cache_seconds     = 1.5
    sign_in_base_url         = "https://login.example.com/"
    sign_in                  = { access_token_minutes = 15.5, mfa = "MAYBE", password_minimum_length = 8.5, refresh_token_days = 1.5 }
    history                  = { max_characters = 1.5, max_messages = 1.5 }
    user_pool_base_url       = "cognito.example.com"
  }

  expect_failures = [
    var.sign_in,
    var.additional_callback_urls,
    var.allowed_account_ids,
    var.allowed_user_ids,
    var.answer_deadline_seconds,
    var.api_base_url,
    var.architecture,
    var.daily_message_limit,
    var.daily_picture_limit,
    var.daily_send_limit,
    var.daily_token_limit,
    var.default_language,
    var.timezone,
    var.environment,
    var.existing_user_pool,
    var.gpt_ids,
    var.history,
    var.identity_providers,
    var.line_api_base_url,
    var.line_data_base_url,
    var.log_level,
    var.max_receive_count,
    var.maximum_concurrency,
    var.memory_megabytes,
    var.message_retention_days,
    var.openai_base_url,
    var.openai_instructions,
    var.openai_max_output_tokens,
    var.plugin_redirect_uris,
    var.project,
    var.rollout,
    var.region,
    var.secret_cache_seconds,
    var.sign_in_base_url,
    var.user_pool_base_url,
  ]
}

run "takes_the_longest" {
  command = plan

  variables {
    allowed_user_ids    = [for number in range(100) : format("U%032x", number)]
    openai_instructions = "1${join("", [for number in range(273) : "話話話話話"])}" # 4096 bytes
    # 4096 bytes too, once the number is in it twice.
    message_retention_days = 9
    privacy_policy         = "{message_retention_days}{{message_retention_days}}${join("", [for number in range(272) : "話話話話話"])}123456789012"
  }

  assert {
    condition     = alltrue([for value in values(module.parameters.settings) : floor(length(trim(base64encode(value), "=")) * 3 / 4) <= 4096])
    error_message = "An SSM parameter of the standard tier would not hold it."
  }
}

# Apart, because they need a number of days that is valid.
run "refuses_an_empty_privacy_policy" {
  command = plan

  variables {
    privacy_policy = " "
  }

  expect_failures = [var.privacy_policy]
}

run "refuses_a_privacy_policy_that_refers_to_a_parameter" {
  command = plan

  variables {
    privacy_policy = "See {{policy}}."
  }

  expect_failures = [var.privacy_policy]
}

run "refuses_to_send_people_to_a_host_that_looks_like_localhost" {
  command = plan

  variables {
    plugin_redirect_uris = ["http://localhost.example.com/callback"]
  }

  expect_failures = [var.plugin_redirect_uris]
}

run "refuses_to_send_people_past_a_name_in_front_of_the_host" {
  command = plan

  variables {
    plugin_redirect_uris = ["https://claude.ai@example.com/callback"]
  }

  expect_failures = [var.plugin_redirect_uris]
}

run "refuses_a_redirect_uri_with_a_fragment" {
  command = plan

  variables {
    plugin_redirect_uris = ["https://example.com/callback#here"]
  }

  expect_failures = [var.plugin_redirect_uris]
}

run "refuses_the_secret_of_another_provider" {
  command = plan

  variables {
    identity_providers        = { Example = { client_id = "their-client", issuer = "https://accounts.example.com" } }
    identity_provider_secrets = { Other = "their-secret" }
  }

  expect_failures = [var.identity_provider_secrets]
}

run "refuses_to_leave_the_webhook_no_place" {
  command = plan

  variables {
    account_concurrency = 10
    maximum_concurrency = 7
  }

  expect_failures = [var.maximum_concurrency]
}

run "leaves_the_webhook_a_fifth" {
  command = plan

  variables {
    account_concurrency = 10
    maximum_concurrency = 6
  }
}
