mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.event_queue.aws_sqs_queue.dead_letter
  values = { url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/dead-letter.fifo" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.setting["ALLOWED_USER_IDS"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/ALLOWED_USER_IDS" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.setting["OPENAI_INSTRUCTIONS"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPENAI_INSTRUCTIONS" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.secret["LINE_CHANNEL_ACCESS_TOKEN"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_ACCESS_TOKEN" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.secret["LINE_CHANNEL_SECRET"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_SECRET" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.secret["OPEN_AI_API_KEY"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPEN_AI_API_KEY" }
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "defaults" {
  assert {
    condition = jsonencode([
      module.line_webhook.function.environment[0].variables,
      module.line_reply.function.environment[0].variables,
      module.check_dynamodb.function.environment[0].variables,
      module.chatgpt.function.environment[0].variables,
      ]) == jsonencode([
      {
        BASE_SECRET_PATH        = "/kaiwa/test/"
        POWERTOOLS_LOG_LEVEL    = "INFO"
        POWERTOOLS_SERVICE_NAME = "line_webhook"
        QUEUE_URL               = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SECRET_CACHE_SECONDS    = "60"
        TABLE_NAME              = "kaiwa-test-messages"
      },
      {
        ANSWER_DEADLINE_SECONDS  = "120"
        BASE_SECRET_PATH         = "/kaiwa/test/"
        DAILY_MESSAGE_LIMIT      = "200"
        DAILY_TOKEN_LIMIT        = "1000000"
        DEFAULT_LANGUAGE         = "ja"
        DELETE_DATA_ON_LEAVE     = "false"
        EXPORT_BUCKET            = "kaiwa-test-exports-123456789012-ap-northeast-1"
        HISTORY_MAX_CHARACTERS   = "16000"
        HISTORY_MAX_MESSAGES     = "20"
        LINE_API_BASE_URL        = "https://api.line.me"
        LINE_DATA_BASE_URL       = "https://api-data.line.me"
        MAX_RECEIVE_COUNT        = "5"
        MESSAGE_RETENTION_DAYS   = "90"
        OPENAI_BASE_URL          = "https://api.openai.com/v1"
        OPENAI_MAX_OUTPUT_TOKENS = "2000"
        OPENAI_MODEL             = "gpt-6.1-terra"
        POWERTOOLS_LOG_LEVEL     = "INFO"
        POWERTOOLS_SERVICE_NAME  = "line_reply"
        QUEUE_URL                = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SECRET_CACHE_SECONDS     = "60"
        SUMMARY_QUEUE_URL        = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        TABLE_NAME               = "kaiwa-test-messages"
        TIMEZONE                 = "Asia/Tokyo"
        TRANSCRIPTION_MODEL      = "gpt-transcribe"
        WEB_SEARCH               = "false"
      },
      {
        POWERTOOLS_LOG_LEVEL    = "INFO"
        POWERTOOLS_SERVICE_NAME = "check_dynamodb"
        TABLE_NAME              = "kaiwa-test-messages"
      },
      {
        API_URL                 = "https://api.execute-api.ap-northeast-1.amazonaws.com"
        CLIENT_ID               = "client"
        DAILY_SEND_LIMIT        = "20"
        TIMEZONE                = "Asia/Tokyo"
        EXPORT_BUCKET           = "kaiwa-test-exports-123456789012-ap-northeast-1"
        MESSAGE_RETENTION_DAYS  = "90"
        POWERTOOLS_LOG_LEVEL    = "INFO"
        POWERTOOLS_SERVICE_NAME = "chatgpt"
        PRIVACY_POLICY          = replace(var.privacy_policy, "{message_retention_days}", "90")
        QUEUE_URL               = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SCOPES                  = "openid email profile kaiwa/read kaiwa/send"
        SIGN_IN_URL             = "https://kaiwa-test-123456789012.auth.ap-northeast-1.amazoncognito.com"
        TABLE_NAME              = "kaiwa-test-messages"
      },
    ])
    error_message = "A function's environment is not the agreed one."
  }

  assert {
    condition = jsonencode({
      for name, deployed in local.functions : name => {
        for policy, document in deployed.policies : policy => flatten(jsondecode(document).Statement[*].Action)
      }
      }) == jsonencode({
      check_dynamodb = {
        check_table = ["dynamodb:DescribeTable", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"]
        write_logs  = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      chatgpt = {
        delete_exports      = ["s3:DeleteObject", "s3:ListBucket"]
        read_and_write_data = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
        send_events         = ["sqs:SendMessage"]
        share_exports       = ["s3:GetObject", "s3:PutObject"]
        write_logs          = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      line_reply = {
        consume_events      = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        consume_summaries   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        delete_exports      = ["s3:DeleteObject", "s3:ListBucket"]
        delete_in_batches   = ["dynamodb:BatchWriteItem"]
        read_and_write_data = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
        read_parameters     = ["ssm:GetParameter"]
        send_summaries      = ["sqs:SendMessage"]
        write_logs          = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      line_webhook = {
        read_parameters   = ["ssm:GetParameter"]
        read_sent_bubbles = ["dynamodb:GetItem"]
        send_events       = ["sqs:SendMessage"]
        write_logs        = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
    })
    error_message = "A function may do more or less than it needs."
  }

  assert {
    condition = jsonencode([
      for policy in [module.line_reply.policies.read_parameters, module.line_webhook.policies.read_parameters] :
      flatten(jsondecode(policy).Statement[*].Resource)
      ]) == jsonencode([
      [
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/ALLOWED_USER_IDS",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_ACCESS_TOKEN",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPENAI_INSTRUCTIONS",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPEN_AI_API_KEY",
      ],
      ["arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_SECRET"],
    ])
    error_message = "A function may read secrets or parameters that it does not need."
  }

  assert {
    condition = jsonencode(module.parameters.settings) == jsonencode({
      "/kaiwa/test/ALLOWED_USER_IDS"    = "*"
      "/kaiwa/test/OPENAI_INSTRUCTIONS" = var.openai_instructions
    })
    error_message = "The long settings are not where the code looks for them, or say something else."
  }

  assert {
    condition = jsonencode({ for name, deployed in local.functions : name => keys(deployed.alarms) }) == jsonencode({
      check_dynamodb = []
      chatgpt        = []
      line_reply     = ["errors", "not-delivered"]
      line_webhook   = []
    })
    error_message = "A function's log sets off other alarms than agreed."
  }

  assert {
    condition = alltrue(flatten([
      for deployed in local.functions : [
        for document in values(deployed.policies) : [
          for resource in flatten(jsondecode(document).Statement[*].Resource) :
          !strcontains(trimsuffix(trimsuffix(resource, ":log-group:group:*"), ":::bucket/exports/*"), "*")
        ]
      ]
    ]))
    error_message = "A policy has a wildcard that is neither for the streams of a log group nor for the exports."
  }

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
    })
    error_message = "A route wants another scope than agreed, or none."
  }

  assert {
    condition = jsonencode([for route, target in local.action_routes : [route, target.server] if try(target.server, null) != null]) == jsonencode([
      ["POST /oauth2/token", "https://kaiwa-test-123456789012.auth.ap-northeast-1.amazoncognito.com"],
    ])
    error_message = "Something else than the tokens is asked for at Cognito."
  }

  assert {
    condition     = jsonencode(local.callback_urls) == jsonencode(["https://api.execute-api.ap-northeast-1.amazonaws.com/oauth2/callback"])
    error_message = "The client cannot be made before there is a GPT, or sends people elsewhere: ${jsonencode(local.callback_urls)}"
  }

  assert {
    condition = jsonencode([
      module.line_webhook.function.timeout,
      module.line_reply.function.timeout,
      module.event_queue.queue.visibility_timeout_seconds,
      jsondecode(module.event_queue.queue.redrive_policy).maxReceiveCount,
    ]) == jsonencode([10, 150, 180, 5])
    error_message = "The time-outs are not derived from the deadline."
  }

  assert {
    condition = alltrue([
      for deployed in local.functions : jsonencode([deployed.function.architectures, deployed.function.layers, deployed.function.memory_size, deployed.log_group.retention_in_days])
      == jsonencode([["arm64"], ["arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"], 1024, 30])
    ])
    error_message = "A function is not for arm64, lacks the layer, or has another size or retention than the others."
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
    # Lambda counts names and values; the rest of JSON's quotes and colons is within the margin.
    condition     = length(jsonencode(module.chatgpt.function.environment[0].variables)) - length(var.privacy_policy) + 2400 <= 4096
    error_message = "The longest privacy policy would not fit into the function's environment."
  }

  assert {
    condition = jsonencode({
      api_id                  = output.api_id
      api_url                 = output.api_url
      base_secret_path        = output.base_secret_path
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
      api_id                = "api"
      api_url               = "https://api.execute-api.ap-northeast-1.amazonaws.com"
      base_secret_path      = "/kaiwa/test/"
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
    condition     = jsonencode(keys(output.function_arns)) == jsonencode(["chatgpt", "check_dynamodb", "line_reply", "line_webhook"])
    error_message = "The functions' ARNs are not there."
  }
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
      local.action_routes["POST /oauth2/token"].server,
      ]) == jsonencode([
      "ap-northeast-1_existing",
      "https://login.example.com",
      "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_existing",
      "https://login.example.com",
      "https://login.example.com",
    ])
    error_message = "The pool that was given is not the one in use."
  }
}
