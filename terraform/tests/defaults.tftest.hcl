# What a deployment is that sets nothing but its name: what protects it, and what it costs. Each variable with a
# default is compared here, or in tests/unit/terraform/test_defaults.py is the reason why not. What no variable can
# change (keys, public access, grants) the tests of the modules compare.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "defaults" {
  assert {
    condition = jsonencode({
      additional_callback_urls  = var.additional_callback_urls
      alarm_actions             = var.alarm_actions
      alarm_emails              = var.alarm_emails
      allowed_account_ids       = var.allowed_account_ids
      allowed_user_ids          = var.allowed_user_ids
      backup_retention_days     = var.backup_retention_days
      channels                  = var.channels
      cors                      = var.cors
      delete_data_on_leave      = var.delete_data_on_leave
      deletion_protection       = var.deletion_protection
      existing_user_pool        = var.existing_user_pool
      gpt_ids                   = var.gpt_ids
      identity_provider_secrets = nonsensitive(var.identity_provider_secrets)
      identity_providers        = var.identity_providers
      kms_key_arn               = var.kms_key_arn
      line_api_base_url         = var.line_api_base_url
      line_data_base_url        = var.line_data_base_url
      listening_hours           = var.listening_hours
      log_level                 = var.log_level
      message_retention_days    = var.message_retention_days
      moderation_model          = var.moderation_model
      openai_base_url           = var.openai_base_url
      permissions_boundary      = var.permissions_boundary
      plugin_redirect_uris      = var.plugin_redirect_uris
      region                    = var.region
      require_tls               = var.require_tls
      secret_cache_seconds      = var.secret_cache_seconds
      sign_in                   = var.sign_in
      sign_in_base_url          = var.sign_in_base_url
      user_pool_base_url        = var.user_pool_base_url
      vpc                       = var.vpc
      }) == jsonencode({
      additional_callback_urls  = []
      alarm_actions             = []
      alarm_emails              = { page = [], warning = [] }
      allowed_account_ids       = []
      allowed_user_ids          = []
      backup_retention_days     = 35
      channels                  = {}
      cors                      = null
      delete_data_on_leave      = false
      deletion_protection       = true
      existing_user_pool        = null
      gpt_ids                   = []
      identity_provider_secrets = {}
      identity_providers        = {}
      kms_key_arn               = null
      line_api_base_url         = "https://api.line.me"
      line_data_base_url        = "https://api-data.line.me"
      listening_hours           = 0
      log_level                 = "INFO"
      message_retention_days    = 90
      moderation_model          = null
      openai_base_url           = "https://api.openai.com/v1"
      permissions_boundary      = null
      plugin_redirect_uris = [
        "https://chatgpt.com/connector_platform_oauth_redirect",
        "https://claude.ai/api/mcp/auth_callback",
        "https://claude.com/api/mcp/auth_callback",
      ]
      region               = null
      require_tls          = true
      secret_cache_seconds = 60
      sign_in = {
        access_token_minutes    = 60
        allow_sign_up           = false
        mfa                     = "OFF"
        password_minimum_length = 8
        refresh_token_days      = 30
        refresh_token_rotation  = false
        resource_binding        = false
      }
      sign_in_base_url   = null
      user_pool_base_url = null
      vpc                = null
    })
    error_message = "What protects a deployment by default is not what was agreed."
  }

  assert {
    condition = jsonencode({
      account_concurrency      = var.account_concurrency
      answer_deadline_seconds  = var.answer_deadline_seconds
      architecture             = var.architecture
      daily_budget             = var.daily_budget
      daily_message_limit      = var.daily_message_limit
      daily_picture_limit      = var.daily_picture_limit
      daily_send_limit         = var.daily_send_limit
      daily_token_limit        = var.daily_token_limit
      drawing                  = var.drawing
      drawing_model            = var.drawing_model
      drawing_quality          = var.drawing_quality
      history                  = var.history
      log_retention_days       = var.log_retention_days
      max_receive_count        = var.max_receive_count
      maximum_concurrency      = var.maximum_concurrency
      memory_megabytes         = var.memory_megabytes
      openai_max_output_tokens = var.openai_max_output_tokens
      openai_model             = var.openai_model
      openai_reasoning_effort  = var.openai_reasoning_effort
      openai_tools             = var.openai_tools
      reminders                = var.reminders
      rollout                  = var.rollout
      saved_queries            = var.saved_queries
      snap_start               = var.snap_start
      suggested_questions      = var.suggested_questions
      throttling               = var.throttling
      token_prices             = var.token_prices
      tool_prices              = var.tool_prices
      tracing                  = var.tracing
      transcription_model      = var.transcription_model
      web_search               = var.web_search
      }) == jsonencode({
      account_concurrency      = 1000
      answer_deadline_seconds  = 120
      architecture             = "arm64"
      daily_budget             = null
      daily_message_limit      = 200
      daily_picture_limit      = 10
      daily_send_limit         = 20
      daily_token_limit        = 1000000
      drawing                  = "off"
      drawing_model            = null
      drawing_quality          = "medium"
      history                  = { max_characters = 16000, max_messages = 20 }
      log_retention_days       = 30
      max_receive_count        = 5
      maximum_concurrency      = 5
      memory_megabytes         = 1024
      openai_max_output_tokens = 2000
      openai_model             = "gpt-6.1-terra"
      openai_reasoning_effort  = null
      openai_tools             = []
      reminders                = false
      rollout                  = { step_minutes = 5, step_percentage = 100, versions_kept = 5 }
      saved_queries            = true
      snap_start               = { chatgpt = false, check_dynamodb = false, line_reply = false, line_webhook = false }
      suggested_questions      = 0
      throttling               = { burst_limit = 200, rate_limit = 100 }
      token_prices             = null
      tool_prices              = null
      tracing                  = false
      transcription_model      = "gpt-transcribe"
      web_search               = false
    })
    error_message = "What a deployment may cost by default is not what was agreed."
  }

  # That the defaults arrive where they are meant for.

  assert {
    condition = jsonencode([
      module.message_table.table.billing_mode, module.message_table.table.point_in_time_recovery[0].enabled,
      module.message_table.table.server_side_encryption[0].enabled, module.message_table.table.deletion_protection_enabled,
      module.artifacts.bucket.force_destroy, module.user_pool.user_pool.deletion_protection,
    ]) == jsonencode(["PAY_PER_REQUEST", true, true, true, false, "ACTIVE"])
    error_message = "The data can be lost, are readable, or are paid for by the hour."
  }

  assert {
    condition = jsonencode([
      module.user_pool.user_pool.user_pool_tier, module.user_pool.user_pool.mfa_configuration,
      module.user_pool.user_pool.admin_create_user_config[0].allow_admin_create_user_only, module.user_pool.user_pool.password_policy[0].minimum_length,
      distinct([for client in nonsensitive(module.user_pool.clients) : [client.access_token_validity, client.refresh_token_validity, length(client.refresh_token_rotation)]]),
    ]) == jsonencode(["ESSENTIALS", "OFF", true, 8, [[60, 30, 0]]])
    error_message = "Others may sign in, or for longer."
  }

  assert {
    condition = jsonencode([
      length(module.http_api.api.cors_configuration), module.http_api.stage.default_route_settings[0].throttling_burst_limit,
      module.http_api.stage.default_route_settings[0].throttling_rate_limit, module.http_api.access_log.retention_in_days,
    ]) == jsonencode([0, 200, 100, 30])
    error_message = "Web pages may call the API, it takes other amounts of requests, or its log is kept for another time."
  }

  assert {
    # Who called, what for, and how it went: neither a query nor a body nor a header.
    condition = jsonencode(keys(jsondecode(module.http_api.stage.access_log_settings[0].format))) == jsonencode([
      "errorMessage", "integrationError", "integrationLatency", "integrationStatus", "requestId", "requestTime", "responseLatency", "routeKey", "sourceIp", "status",
    ])
    error_message = "The access log has something else in it."
  }

  assert {
    condition     = jsonencode(jsondecode(module.export_bucket.bucket_policy).Statement[*].Sid) == jsonencode(["RefuseOldSignatures", "RefuseWithoutTls"])
    error_message = "Exports can be read without TLS, or by old addresses."
  }

  assert {
    condition = jsonencode({
      for name, queue in { events = module.event_queue, summaries = module.summary_queue } : name => [
        queue.consumption.batch_size, queue.consumption.scaling_config[0].maximum_concurrency, jsondecode(queue.queue.redrive_policy).maxReceiveCount,
        queue.queue.sqs_managed_sse_enabled, queue.queue.message_retention_seconds, queue.dead_letter_queue.message_retention_seconds,
      ]
    }) == jsonencode({ events = [1, 5, 5, true, 345600, 1209600], summaries = [1, 2, 5, true, 345600, 1209600] })
    error_message = "More events may be worked at than was agreed, more often, or they lie longer or unencrypted."
  }

  assert {
    condition = jsonencode({
      for name, deployed in local.functions : name => [
        deployed.function.architectures, deployed.function.memory_size, deployed.function.timeout, length(deployed.function.vpc_config),
        length(deployed.function.tracing_config), length(deployed.function.snap_start), deployed.log_group.retention_in_days,
      ]
      }) == jsonencode({
      chatgpt        = [["arm64"], 1024, 29, 0, 0, 0, 30]
      check_dynamodb = [["arm64"], 1024, 30, 0, 0, 0, 30]
      line_reply     = [["arm64"], 1024, 150, 0, 0, 0, 30]
      line_webhook   = [["arm64"], 1024, 10, 0, 0, 0, 30]
    })
    error_message = "A function may cost more, or its log is kept for another time."
  }

  assert {
    # Each alarm, dashboard and address that confirms is paid for or wakes somebody.
    condition     = jsonencode([{ for severity, alarms in local.alarms : severity => length(alarms) }, length(module.saved_queries), flatten([for topic in module.alarm_topic : keys(topic.subscriptions)])]) == jsonencode([{ page = 5, warning = 12 }, 1, []])
    error_message = "There are more or fewer alarms than agreed: ${jsonencode({ for severity, alarms in local.alarms : severity => length(alarms) })}"
  }
}
