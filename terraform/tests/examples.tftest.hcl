# The examples of all modules, as somebody who starts from one would apply it. That each module has one, and that
# each is applied here, a test of tests/unit/terraform says.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  packages_directory = "tests/packages"
}

run "alarm_topic" {
  module {
    source = "./modules/alarm_topic/examples/on_call"
  }

  assert {
    condition = jsonencode([
      output.topic_arn,
      [for subscription in module.on_call.subscriptions : [subscription.protocol, subscription.endpoint]],
    ]) == jsonencode(["arn:aws:sns:ap-northeast-1:123456789012:topic", [["email", "on-call@example.com"]]])
    error_message = "Whoever is on call is not told."
  }
}

run "alarms" {
  module {
    source = "./modules/alarms/examples/failing_function"
  }

  assert {
    condition = jsonencode({
      for name, alarm in module.alarms.alarms : name => [alarm.alarm_name, alarm.metric_name, length(alarm.metric_query), alarm.threshold, alarm.alarm_actions]
      }) == jsonencode({
      worker-fails       = ["orders-production-worker-fails", "Errors", 0, 3, ["arn:aws:sns:ap-northeast-1:123456789012:topic"]]
      worker-fails-often = ["orders-production-worker-fails-often", null, 3, 2, ["arn:aws:sns:ap-northeast-1:123456789012:topic"]]
    })
    error_message = "The alarms are others, or tell nobody."
  }

  assert {
    condition     = jsonencode(output.alarm_names) == jsonencode(["orders-production-worker-fails", "orders-production-worker-fails-often"])
    error_message = "The names are ${jsonencode(output.alarm_names)}"
  }
}

run "artifacts" {
  module {
    source = "./modules/artifacts/examples/one_package"
  }

  assert {
    condition     = jsonencode(output.package) == jsonencode({ bucket = "hello-production-artifacts-123456789012", key = "hello/${filesha256("tests/packages/hello.zip")}.zip" })
    error_message = "The package is not under its content's name: ${jsonencode(output.package)}"
  }

  assert {
    condition     = !module.artifacts.bucket.force_destroy
    error_message = "The bucket goes together with what is in it."
  }
}

run "dashboard" {
  module {
    source = "./modules/dashboard/examples/one_deployment"
  }

  assert {
    condition = alltrue([
      for name in ["abcde12345", "kaiwa-production-chatgpt", "kaiwa-production-events.fifo", "kaiwa-production-events-dead-letter.fifo", "kaiwa-production-messages", "byLineUserId"] :
      strcontains(module.dashboard.dashboard.dashboard_body, "\"${name}\"")
    ])
    error_message = "Something is on no graph."
  }

  assert {
    condition     = output.dashboard_url == "https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1#dashboards/dashboard/kaiwa-production"
    error_message = "The dashboard is at ${output.dashboard_url}"
  }
}

run "export_bucket" {
  module {
    source = "./modules/export_bucket/examples/one_writer"
  }

  assert {
    condition = jsonencode([output.bucket, aws_iam_role_policy.share_exports.role, jsondecode(aws_iam_role_policy.share_exports.policy).Statement]) == jsonencode([
      "reports-production-exports-123456789012",
      "reports-production-writer",
      [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::bucket/exports/*" }],
    ])
    error_message = "The writer may do something else than store exports and sign their addresses."
  }
}

run "fifo_queue" {
  module {
    source = "./modules/fifo_queue/examples/one_worker"
  }

  assert {
    condition = jsonencode([
      module.orders.queue.name, module.orders.queue.visibility_timeout_seconds, jsondecode(module.orders.queue.redrive_policy).maxReceiveCount,
      module.orders.dead_letter_queue.name, output.queue_url,
      ]) == jsonencode([
      "orders-production.fifo", 120, 5,
      "orders-production-dead-letter.fifo", "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo",
    ])
    error_message = "The queue is not as it was asked for."
  }

  assert {
    condition = jsonencode({
      for policy in [aws_iam_role_policy.send_orders, aws_iam_role_policy.consume_orders] : policy.role => flatten(jsondecode(policy.policy).Statement[*].Action)
      }) == jsonencode({
      orders-production-shop   = ["sqs:SendMessage"]
      orders-production-worker = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    })
    error_message = "A role may do something else."
  }
}

run "http_api" {
  module {
    source = "./modules/http_api/examples/open_and_guarded"
  }

  assert {
    condition = jsonencode([output.url, module.api.authorizer]) == jsonencode([
      "https://api.execute-api.ap-northeast-1.amazonaws.com",
      { audience = ["1example23456789"], issuer = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_Example" },
    ])
    error_message = "The API is elsewhere, or takes others' tokens."
  }
}

run "lambda_function" {
  module {
    source = "./modules/lambda_function/examples/hello"
  }

  assert {
    condition = jsonencode([
      module.hello.function.function_name, module.hello.function.handler, module.hello.function.s3_bucket, module.hello.function.s3_key,
      module.hello.function.layers, module.hello.function.environment[0].variables["GREETING"],
      keys(module.hello.policies), keys(module.hello.alarms), output.alias_arn,
      ]) == jsonencode([
      "greetings-production-hello", "hello.handler.lambda_handler", "greetings-production-artifacts-123456789012", "hello/${filesha256("tests/packages/hello.zip")}.zip",
      ["arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"], "こんにちは",
      ["write_logs"], ["errors"], "arn:aws:lambda:ap-northeast-1:123456789012:function:function:live",
    ])
    error_message = "The function is not as it was asked for."
  }
}

run "lambda_layer" {
  module {
    source = "./modules/lambda_layer/examples/libraries"
  }

  assert {
    condition     = output.layer_arn == "arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"
    error_message = "The layer is ${output.layer_arn}"
  }
}

run "github_roles" {
  module {
    source = "./modules/github_roles/examples/one_repository"
  }

  assert {
    condition = jsonencode({ for name, role in module.github_roles.roles : name => [role.name, role.path] }) == jsonencode({
      for name in ["apply", "plan", "preview"] : name => ["kaiwa-production-${name}", "/github/"]
    })
    error_message = "There are other roles than one for each kind of run."
  }
}

run "message_table" {
  module {
    source = "./modules/message_table/examples/two_roles"
  }

  assert {
    condition     = jsonencode([output.table, module.messages.table.deletion_protection_enabled]) == jsonencode([{ index = "byLineUserId", name = "chats-production-messages" }, true])
    error_message = "The table is another, or can be deleted."
  }

  assert {
    condition = jsonencode({
      for policy in [aws_iam_role_policy.check_table, aws_iam_role_policy.keep_messages] : policy.role => flatten(jsondecode(policy.policy).Statement[*].Action)
      }) == jsonencode({
      chats-production-checker = ["dynamodb:DescribeTable", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"]
      chats-production-worker  = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
    })
    error_message = "A role may do something else."
  }
}

run "parameters" {
  module {
    source = "./modules/parameters/examples/one_reader"
  }

  assert {
    condition = jsonencode([
      output.secret_names, module.parameters.settings, aws_iam_role_policy.read_parameters.role,
      flatten(jsondecode(aws_iam_role_policy.read_parameters.policy).Statement[*].Action),
      length(flatten(jsondecode(aws_iam_role_policy.read_parameters.policy).Statement[*].Resource)),
    ]) == jsonencode([["PAYMENT_KEY"], { "/shop/production/TERMS" = "Whoever orders pays." }, "shop-production-cashier", ["ssm:GetParameter"], 2])
    error_message = "The cashier reads something else."
  }
}

run "saved_queries" {
  module {
    source = "./modules/saved_queries/examples/one_deployment"
  }

  assert {
    condition     = jsonencode(output.query_names) == jsonencode([for file in sort(fileset("modules/saved_queries/queries", "*.txt")) : "kaiwa-production/${trimsuffix(file, ".txt")}"])
    error_message = "The queries are ${jsonencode(output.query_names)}"
  }
}

run "user_pool" {
  module {
    source = "./modules/user_pool/examples/public_client"
  }

  assert {
    condition = jsonencode(output.sign_in) == jsonencode({
      client_id   = "client"
      issuer      = "https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_new"
      scopes      = ["openid", "email", "profile", "shop/order"]
      sign_in_url = "https://orders-production-123456789012.auth.ap-northeast-1.amazoncognito.com"
    })
    error_message = "The page would be told something else: ${jsonencode(output.sign_in)}"
  }

  assert {
    condition     = length(module.people.client_secrets) == 0 && module.people.user_pool.deletion_protection == "ACTIVE" && module.people.user_pool.mfa_configuration == "OPTIONAL"
    error_message = "The page has a secret, or the pool is not as it was asked for."
  }
}

run "log_archive" {
  module {
    source = "./patterns/log_archive/examples/production"
  }

  override_resource {
    target = module.log_archive.aws_kinesis_firehose_delivery_stream.archive
    values = { arn = "arn:aws:firehose:ap-northeast-1:123456789012:deliverystream/archive" }
  }

  assert {
    condition = jsonencode(module.log_archive.log_group_names) == jsonencode([
      "/aws/lambda/kaiwa-production-line-reply",
      "/aws/lambda/kaiwa-production-line-webhook",
      "/aws/vendedlogs/apigateway/kaiwa-production",
    ])
    error_message = "Other log groups are copied."
  }
}

run "waf" {
  module {
    source = "./patterns/waf/examples/production"
  }

  override_data {
    target = module.waf.data.aws_region.current
    values = { id = "us-east-1" }
  }

  override_resource {
    target = module.waf.aws_wafv2_web_acl.this
    values = { arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/kaiwa/id" }
  }

  override_resource {
    target = module.waf.aws_cloudfront_distribution.this
    values = { domain_name = "d111111abcdef8.cloudfront.net" }
  }

  assert {
    condition     = jsonencode([output.api_base_url, output.dns_targets]) == jsonencode(["https://bot.example.com", { "bot.example.com" = "d111111abcdef8.cloudfront.net" }])
    error_message = "The outputs are ${jsonencode([output.api_base_url, output.dns_targets])}"
  }
}

run "schedule_group" {
  module {
    source = "./modules/schedule_group/examples/one_worker"
  }

  assert {
    condition     = output.group == "orders-production-follow-ups" && aws_iam_role_policy.schedule_follow_ups.policy == module.follow_ups.use_policy
    error_message = "The group is another, or the worker may not use it."
  }
}
