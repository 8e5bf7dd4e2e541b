# kms_key_arn: what is encrypted with a key of the company's own, and that nothing is unless it is asked for.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "keys_of_aws_by_default" {
  assert {
    # What stands for AWS makes up a key where none was given, so that of the table is not compared.
    condition     = var.kms_key_arn == null && module.message_table.table.server_side_encryption[0].enabled
    error_message = "The table is not encrypted with the account's key for DynamoDB."
  }

  assert {
    condition = alltrue([
      for queue in [
        module.event_queue.queue,
        module.event_queue.dead_letter_queue,
        module.summary_queue.queue,
        module.summary_queue.dead_letter_queue,
      ] : queue.sqs_managed_sse_enabled && queue.kms_master_key_id == null
    ])
    error_message = "A queue is not encrypted with SQS's own key."
  }

  assert {
    condition     = alltrue([for deployed in local.functions : deployed.log_group.kms_key_id == null && !contains(keys(deployed.policies), "use_key")])
    error_message = "A log group has a key, or a role may use one."
  }
}

run "a_key_of_ones_own" {
  variables {
    kms_key_arn = "arn:aws:kms:ap-northeast-1:123456789012:key/own"
  }

  assert {
    condition     = module.message_table.table.server_side_encryption[0].kms_key_arn == var.kms_key_arn
    error_message = "The table is encrypted with another key."
  }

  assert {
    condition = alltrue([
      for queue in [
        module.event_queue.queue,
        module.event_queue.dead_letter_queue,
        module.summary_queue.queue,
        module.summary_queue.dead_letter_queue,
      ] : queue.kms_master_key_id == var.kms_key_arn
    ])
    error_message = "A queue is encrypted with another key."
  }

  assert {
    condition     = alltrue([for deployed in local.functions : deployed.log_group.kms_key_id == var.kms_key_arn])
    error_message = "A function's log is encrypted with another key."
  }

  assert {
    condition = alltrue([
      for deployed in local.functions : jsonencode(jsondecode(deployed.policies["use_key"]).Statement) == jsonencode([{
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = "arn:aws:kms:ap-northeast-1:123456789012:key/own"
        Condition = {
          StringEquals = {
            "kms:ViaService" = ["dynamodb.ap-northeast-1.amazonaws.com", "s3.ap-northeast-1.amazonaws.com", "sqs.ap-northeast-1.amazonaws.com"]
          }
        }
      }])
    ])
    error_message = "A role cannot use the key, or for more than what is encrypted with it."
  }
}

run "exports" {
  module {
    source = "./modules/export_bucket"
  }

  variables {
    bucket         = "bucket"
    kms_key_arn    = "arn:aws:kms:ap-northeast-1:123456789012:key/own"
    require_tls    = true
    retention_days = 1

    picture_retention_days = 90
  }

  assert {
    condition = jsonencode([
      for rule in aws_s3_bucket_server_side_encryption_configuration.this.rule : [
        rule.bucket_key_enabled,
        rule.apply_server_side_encryption_by_default[0].kms_master_key_id,
        rule.apply_server_side_encryption_by_default[0].sse_algorithm,
      ]
    ]) == jsonencode([[true, "arn:aws:kms:ap-northeast-1:123456789012:key/own", "aws:kms"]])
    error_message = "Exports are encrypted with another key."
  }
}

run "access_log" {
  module {
    source = "./modules/http_api"
  }

  variables {
    name                   = "kaiwa-test"
    alarm_actions          = []
    authorizer             = { audience = ["client"], issuer = "https://issuer.example.com/pool" }
    base_url               = null
    cors                   = null
    custom_domain          = null
    kms_key_arn            = "arn:aws:kms:ap-northeast-1:123456789012:key/own"
    log_retention_days     = 30
    routes                 = {}
    throttling_burst_limit = 20
    throttling_rate_limit  = 10
  }

  assert {
    condition     = aws_cloudwatch_log_group.access.kms_key_id == "arn:aws:kms:ap-northeast-1:123456789012:key/own"
    error_message = "The access log is encrypted with another key."
  }
}

run "an_alias_is_refused" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:ap-northeast-1:123456789012:alias/own"
  }

  expect_failures = [var.kms_key_arn]
}
