mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.event_queue.aws_sqs_queue.dead_letter
  values = { url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/dead-letter.fifo" }
}

override_resource {
  target = module.secrets.aws_ssm_parameter.this["LINE_CHANNEL_ACCESS_TOKEN"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_ACCESS_TOKEN" }
}

override_resource {
  target = module.secrets.aws_ssm_parameter.this["LINE_CHANNEL_SECRET"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_SECRET" }
}

override_resource {
  target = module.secrets.aws_ssm_parameter.this["OPEN_AI_API_KEY"]
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
      ]) == jsonencode([
      {
        BASE_SECRET_PATH        = "/kaiwa/test/"
        POWERTOOLS_LOG_LEVEL    = "INFO"
        POWERTOOLS_SERVICE_NAME = "line_webhook"
        QUEUE_URL               = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SECRET_CACHE_SECONDS    = "60"
      },
      {
        ANSWER_DEADLINE_SECONDS  = "120"
        BASE_SECRET_PATH         = "/kaiwa/test/"
        HISTORY_MAX_CHARACTERS   = "16000"
        HISTORY_MAX_MESSAGES     = "20"
        LINE_API_BASE_URL        = "https://api.line.me"
        MAX_RECEIVE_COUNT        = "5"
        MESSAGE_RETENTION_DAYS   = "90"
        OPENAI_BASE_URL          = "https://api.openai.com/v1"
        OPENAI_INSTRUCTIONS      = var.openai_instructions
        OPENAI_MAX_OUTPUT_TOKENS = "2000"
        OPENAI_MODEL             = "gpt-6.1-terra"
        POWERTOOLS_LOG_LEVEL     = "INFO"
        POWERTOOLS_SERVICE_NAME  = "line_reply"
        QUEUE_URL                = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
        SECRET_CACHE_SECONDS     = "60"
        TABLE_NAME               = "kaiwa-test-messages"
      },
      {
        POWERTOOLS_LOG_LEVEL    = "INFO"
        POWERTOOLS_SERVICE_NAME = "check_dynamodb"
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
        check_table = ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:PutItem", "dynamodb:Query"]
        write_logs  = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      line_reply = {
        consume_events       = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        read_and_write_turns = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
        read_secrets         = ["ssm:GetParameter"]
        write_logs           = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
      line_webhook = {
        read_secrets = ["ssm:GetParameter"]
        send_events  = ["sqs:SendMessage"]
        write_logs   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      }
    })
    error_message = "A function may do more or less than it needs."
  }

  assert {
    condition = jsonencode([
      for policies in [module.line_reply.policies, module.line_webhook.policies] : flatten(jsondecode(policies.read_secrets).Statement[*].Resource)
      ]) == jsonencode([
      [
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_ACCESS_TOKEN",
        "arn:aws:ssm:ap-northeast-1:123456789012:parameter/OPEN_AI_API_KEY",
      ],
      ["arn:aws:ssm:ap-northeast-1:123456789012:parameter/LINE_CHANNEL_SECRET"],
    ])
    error_message = "A function may read secrets that it does not need."
  }

  assert {
    condition = alltrue(flatten([
      for deployed in local.functions : [
        for document in values(deployed.policies) : [
          for resource in flatten(jsondecode(document).Statement[*].Resource) : !strcontains(trimsuffix(resource, ":log-group:group:*"), "*")
        ]
      ]
    ]))
    error_message = "A policy has a wildcard that is not for the streams of a log group."
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
    condition     = module.message_table.table.deletion_protection_enabled && !module.artifacts.bucket.force_destroy
    error_message = "The data are not protected by default."
  }

  assert {
    condition     = module.artifacts.bucket.bucket == "kaiwa-test-artifacts-123456789012-ap-northeast-1"
    error_message = "The bucket's name could collide with another account's or region's."
  }

  assert {
    condition = jsonencode({
      api_id                = output.api_id
      api_url               = output.api_url
      base_secret_path      = output.base_secret_path
      dead_letter_queue_url = output.dead_letter_queue_url
      function_names        = output.function_names
      log_group_names       = output.log_group_names
      queue_url             = output.queue_url
      region                = output.region
      secret_names          = output.secret_names
      table_name            = output.table_name
      webhook_url           = output.webhook_url
      }) == jsonencode({
      api_id                = "api"
      api_url               = "https://api.execute-api.ap-northeast-1.amazonaws.com"
      base_secret_path      = "/kaiwa/test/"
      dead_letter_queue_url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/dead-letter.fifo"
      function_names = {
        check_dynamodb = "kaiwa-test-check-dynamodb"
        line_reply     = "kaiwa-test-line-reply"
        line_webhook   = "kaiwa-test-line-webhook"
      }
      log_group_names = {
        check_dynamodb = "/aws/lambda/kaiwa-test-check-dynamodb"
        line_reply     = "/aws/lambda/kaiwa-test-line-reply"
        line_webhook   = "/aws/lambda/kaiwa-test-line-webhook"
      }
      queue_url    = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
      region       = "ap-northeast-1"
      secret_names = ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY"]
      table_name   = "kaiwa-test-messages"
      webhook_url  = "https://api.execute-api.ap-northeast-1.amazonaws.com/v1/line/bot/message/reply"
    })
    error_message = "An output is not the agreed one."
  }

  assert {
    condition     = jsonencode(keys(output.function_arns)) == jsonencode(["check_dynamodb", "line_reply", "line_webhook"])
    error_message = "The functions' ARNs are not there."
  }
}

run "chosen_values" {
  variables {
    answer_deadline_seconds = 870
    deletion_protection     = false
    max_receive_count       = 6
    openai_reasoning_effort = "low"
    openai_temperature      = 0.7
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
    condition = jsonencode([
      for name in ["ANSWER_DEADLINE_SECONDS", "MAX_RECEIVE_COUNT", "OPENAI_REASONING_EFFORT", "OPENAI_TEMPERATURE"] :
      module.line_reply.function.environment[0].variables[name]
    ]) == jsonencode(["870", "6", "low", "0.7"])
    error_message = "line_reply is not told what was chosen."
  }

  assert {
    condition     = !module.message_table.table.deletion_protection_enabled && module.artifacts.bucket.force_destroy
    error_message = "The data cannot be deleted although that was asked for."
  }
}
