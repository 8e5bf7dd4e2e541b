mock_provider "aws" {
  source = "./tests/mocks"
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
  target = module.parameters.aws_ssm_parameter.setting["OPENAI_TOOLS"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPENAI_TOOLS" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.setting["PRIVACY_POLICY"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/PRIVACY_POLICY" }
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

override_resource {
  target = module.mcp_layer.aws_lambda_layer_version.this
  values = { arn = "arn:aws:lambda:ap-northeast-1:123456789012:layer:mcp:1" }
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
    condition = jsonencode([
      module.line_webhook.function.environment[0].variables,
      module.line_reply.function.environment[0].variables,
      module.check_dynamodb.function.environment[0].variables,
      module.chatgpt.function.environment[0].variables,
      ]) == jsonencode([
      {
        BASE_SECRET_PATH             = "/kaiwa/test/"
        LISTENING_HOURS              = "0"
        POWERTOOLS_LOG_LEVEL         = "INFO"
        POWERTOOLS_METRICS_NAMESPACE = "kaiwa-test"
        POWERTOOLS_SERVICE_NAME      = "line_webhook"
        QUEUE_URL                    = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SECRET_CACHE_SECONDS         = "60"
        TABLE_NAME                   = "kaiwa-test-messages"
      },
      {
        ANSWER_DEADLINE_SECONDS      = "120"
        BASE_SECRET_PATH             = "/kaiwa/test/"
        DAILY_MESSAGE_LIMIT          = "200"
        DAILY_PICTURE_LIMIT          = "10"
        DAILY_TOKEN_LIMIT            = "1000000"
        DEFAULT_LANGUAGE             = "ja"
        DELETE_DATA_ON_LEAVE         = "false"
        DRAWING                      = "off"
        DRAWING_QUALITY              = "medium"
        EXPORT_BUCKET                = "kaiwa-test-exports-123456789012-ap-northeast-1"
        FLEX_MESSAGES                = "true"
        HAS_TOOLS                    = "false"
        HISTORY_MAX_CHARACTERS       = "16000"
        HISTORY_MAX_MESSAGES         = "20"
        LINE_API_BASE_URL            = "https://api.line.me"
        LINE_DATA_BASE_URL           = "https://api-data.line.me"
        LINK_PAGE_URL                = "https://api.execute-api.ap-northeast-1.amazonaws.com/connect"
        LISTENING_HOURS              = "0"
        MAX_RECEIVE_COUNT            = "5"
        MESSAGE_RETENTION_DAYS       = "90"
        OFFERS_LINKING               = "true"
        OPENAI_BASE_URL              = "https://api.openai.com/v1"
        OPENAI_MAX_OUTPUT_TOKENS     = "2000"
        OPENAI_MODEL                 = "gpt-6.1-terra"
        PICTURES_URL                 = "https://api.execute-api.ap-northeast-1.amazonaws.com/pictures"
        POWERTOOLS_LOG_LEVEL         = "INFO"
        POWERTOOLS_METRICS_NAMESPACE = "kaiwa-test"
        POWERTOOLS_SERVICE_NAME      = "line_reply"
        QUEUE_URL                    = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SECRET_CACHE_SECONDS         = "60"
        SUGGESTED_QUESTIONS          = "0"
        SUMMARY_QUEUE_URL            = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        TABLE_NAME                   = "kaiwa-test-messages"
        TIMEZONE                     = "Asia/Tokyo"
        TRANSCRIPTION_MODEL          = "gpt-transcribe"
      },
      {
        POWERTOOLS_LOG_LEVEL         = "INFO"
        POWERTOOLS_METRICS_NAMESPACE = "kaiwa-test"
        POWERTOOLS_SERVICE_NAME      = "check_dynamodb"
        TABLE_NAME                   = "kaiwa-test-messages"
      },
      {
        API_URL                      = "https://api.execute-api.ap-northeast-1.amazonaws.com"
        BASE_SECRET_PATH             = "/kaiwa/test/"
        CLIENT_ID                    = "client"
        DAILY_SEND_LIMIT             = "20"
        EXPORT_BUCKET                = "kaiwa-test-exports-123456789012-ap-northeast-1"
        LINK_PAGE_CLIENT_ID          = "linking-page-client"
        MESSAGE_RETENTION_DAYS       = "90"
        PASS_RESOURCE                = "false"
        PLUGIN_CLIENT_ID             = "plugin-client"
        PLUGIN_REDIRECT_URIS         = "https://chatgpt.com/connector_platform_oauth_redirect https://claude.ai/api/mcp/auth_callback https://claude.com/api/mcp/auth_callback"
        POWERTOOLS_LOG_LEVEL         = "INFO"
        POWERTOOLS_METRICS_NAMESPACE = "kaiwa-test"
        POWERTOOLS_SERVICE_NAME      = "chatgpt"
        QUEUE_URL                    = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SCOPES                       = "openid email profile kaiwa/read kaiwa/send"
        SECRET_CACHE_SECONDS         = "60"
        SIGN_IN_URL                  = "https://kaiwa-test-123456789012.auth.ap-northeast-1.amazoncognito.com"
        TABLE_NAME                   = "kaiwa-test-messages"
        TIMEZONE                     = "Asia/Tokyo"
        TOKEN_ISSUER                 = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new"
        TOKEN_KEYS_URL               = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new/.well-known/jwks.json"
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
        read_parameters     = ["ssm:GetParameter"]
        send_events         = ["sqs:SendMessage"]
        share_exports       = ["s3:GetObject", "s3:PutObject"]
        show_pictures       = ["s3:GetObject"]
        write_logs          = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      line_reply = {
        consume_events      = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        consume_summaries   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        delete_exports      = ["s3:DeleteObject", "s3:ListBucket"]
        delete_in_batches   = ["dynamodb:BatchWriteItem"]
        draw_pictures       = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:ListBucket"]
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
      for policy in [module.chatgpt.policies.read_parameters, module.line_reply.policies.read_parameters, module.line_webhook.policies.read_parameters] :
      flatten(jsondecode(policy).Statement[*].Resource)
      ]) == jsonencode([
      ["arn:aws:ssm:ap-northeast-1:123456789012:parameter/PRIVACY_POLICY"],
      [
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/ALLOWED_USER_IDS",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_ACCESS_TOKEN",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPENAI_INSTRUCTIONS",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPENAI_TOOLS",
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
      "/kaiwa/test/OPENAI_TOOLS"        = "[]"
      "/kaiwa/test/PRIVACY_POLICY"      = replace(var.privacy_policy, "{message_retention_days}", "90")
    })
    error_message = "The long settings are not where the code looks for them, or say something else."
  }

  assert {
    condition = jsonencode({ for name, deployed in local.functions : name => keys(deployed.alarms) }) == jsonencode({
      check_dynamodb = []
      chatgpt        = ["action-errors", "plugin-errors"]
      line_reply     = ["errors"]
      line_webhook   = []
    })
    error_message = "A function's log sets off other alarms than agreed."
  }

  assert {
    condition = jsonencode({ for name, deployed in local.functions : name => deployed.log_patterns if name != "line_reply" }) == jsonencode({
      check_dynamodb = {}
      chatgpt = {
        action-errors = "{ ($.face = \"action\") && (($.level = \"ERROR\") || ($.level = \"CRITICAL\")) }"
        plugin-errors = "{ ($.face = \"plugin\") && (($.level = \"ERROR\") || ($.level = \"CRITICAL\")) }"
      }
      line_webhook = {}
    })
    error_message = "Other lines of a function's log are counted than agreed."
  }

  assert {
    condition = alltrue(flatten([
      for deployed in local.functions : [
        for document in values(deployed.policies) : [
          for resource in flatten(jsondecode(document).Statement[*].Resource) :
          !strcontains(trimsuffix(trimsuffix(trimsuffix(resource, ":log-group:group:*"), ":::bucket/exports/*"), ":::bucket/pictures/*"), "*")
        ]
      ]
    ]))
    error_message = "A policy has a wildcard that is neither for the streams of a log group nor for exports and pictures."
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
    condition     = length(module.saved_queries) == 1 && alltrue([for deployed in local.functions : length(deployed.function.tracing_config) == 0])
    error_message = "No queries are saved, or functions are traced although nobody asked for it."
  }

  assert {
    condition = module.dashboard.dashboard.dashboard_name == "kaiwa-test" && alltrue([
      for name in [
        "kaiwa-test-chatgpt", "kaiwa-test-events-dead-letter.fifo", "kaiwa-test-events.fifo", "kaiwa-test-line-reply", "kaiwa-test-line-webhook",
        "kaiwa-test-messages", "kaiwa-test-summaries-dead-letter.fifo", "kaiwa-test-summaries.fifo", "byLineUserId",
      ] : strcontains(module.dashboard.dashboard.dashboard_body, "\"${name}\"")
    ])
    error_message = "The dashboard does not show all that there is."
  }

  assert {
    condition = alltrue([
      for deployed in local.functions : jsonencode([deployed.function.architectures, deployed.function.memory_size, deployed.log_group.retention_in_days])
      == jsonencode([["arm64"], 1024, 30])
    ])
    error_message = "A function is not for arm64, or has another size or retention than the others."
  }

  assert {
    condition = jsonencode({ for name, deployed in local.functions : name => deployed.function.layers }) == jsonencode({
      check_dynamodb = ["arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"]
      chatgpt        = ["arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1", "arn:aws:lambda:ap-northeast-1:123456789012:layer:mcp:1"]
      line_reply     = ["arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"]
      line_webhook   = ["arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"]
    })
    error_message = "A function lacks the layer, or another than chatgpt carries what MCP needs."
  }

  assert {
    # Lambda counts names and values. JSON's quotes and colons are within the margin, as is the rest of a
    # long domain name, a bucket's and a queue's, all of which are longer in production than here.
    condition     = length(jsonencode(module.chatgpt.function.environment[0].variables)) - length(join(" ", var.plugin_redirect_uris)) + 1500 <= 3500
    error_message = "The longest list of redirect URIs would not fit into the function's environment."
  }
}
