mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name            = "line_webhook"
  description     = "A function."
  timeout_seconds = 10
  environment     = { PRESENT = "value", NUMBER = 0.5, ABSENT = null }
  policies        = { read_things = jsonencode({ Version = "2012-10-17", Statement = [] }) }
  log_alarms = {
    any  = { description = "Once.", pattern = "{ $.level = \"ERROR\" }" }
    many = { description = "Often.", pattern = "{ $.level = \"WARNING\" }", lines = 7 }
  }
  platform = {
    prefix             = "kaiwa-test"
    alarm_actions      = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    architecture       = "arm64"
    layer_arn          = "arn:aws:lambda:ap-northeast-1:123456789012:layer:kaiwa:1"
    log_level          = "DEBUG"
    log_retention_days = 30
    memory_megabytes   = 512
    packages = {
      line_reply   = { bucket = "bucket", key = "line_reply/hash.zip" }
      line_webhook = { bucket = "bucket", key = "line_webhook/hash.zip" }
    }
  }
}

run "function" {
  module {
    source = "./modules/lambda_function"
  }

  assert {
    condition = jsonencode({
      function_name = aws_lambda_function.this.function_name
      role          = aws_lambda_function.this.role
      s3_bucket     = aws_lambda_function.this.s3_bucket
      s3_key        = aws_lambda_function.this.s3_key
      handler       = aws_lambda_function.this.handler
      runtime       = aws_lambda_function.this.runtime
      architectures = aws_lambda_function.this.architectures
      layers        = aws_lambda_function.this.layers
      memory_size   = aws_lambda_function.this.memory_size
      timeout       = aws_lambda_function.this.timeout
      log_group     = aws_lambda_function.this.logging_config[0].log_group
      log_format    = aws_lambda_function.this.logging_config[0].log_format
      }) == jsonencode({
      function_name = "kaiwa-test-line-webhook"
      role          = "arn:aws:iam::123456789012:role/role"
      s3_bucket     = "bucket"
      s3_key        = "line_webhook/hash.zip"
      handler       = "line_webhook.handler.lambda_handler"
      runtime       = "python3.13"
      architectures = ["arm64"]
      layers        = ["arn:aws:lambda:ap-northeast-1:123456789012:layer:kaiwa:1"]
      memory_size   = 512
      timeout       = 10
      log_group     = "/aws/lambda/kaiwa-test-line-webhook"
      log_format    = "Text"
    })
    error_message = "The function is not as it was asked for."
  }

  assert {
    condition = jsonencode(aws_lambda_function.this.environment[0].variables) == jsonencode({
      NUMBER                       = "0.5"
      POWERTOOLS_LOG_LEVEL         = "DEBUG"
      POWERTOOLS_METRICS_NAMESPACE = "kaiwa-test"
      POWERTOOLS_SERVICE_NAME      = "line_webhook"
      PRESENT                      = "value"
    })
    error_message = "The environment is ${jsonencode(aws_lambda_function.this.environment[0].variables)}"
  }

  assert {
    condition     = length(aws_lambda_function.this.tracing_config) == 0
    error_message = "The function is traced although nobody asked for it."
  }

  assert {
    condition     = length(aws_lambda_function.this.vpc_config) == 0
    error_message = "The function is in a VPC although none was given."
  }

  assert {
    condition     = length(aws_lambda_function.this.snap_start) == 0
    error_message = "Snapshots, which cost, are taken although nobody asked for them."
  }

  assert {
    condition = jsonencode([
      aws_lambda_function.this.publish,
      output.alias.name,
      output.alias.function_name,
      output.alias.function_version,
      ]) == jsonencode([
      true,
      "live",
      "kaiwa-test-line-webhook",
      "1",
    ])
    error_message = "The function is not published, or its alias does not lead to the version."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/kaiwa-test-line-webhook" && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "The log group is not the function's, or keeps its logs for another time."
  }

  assert {
    condition = jsonencode([
      for filter in aws_cloudwatch_log_metric_filter.this : [
        filter.log_group_name,
        filter.pattern,
        filter.metric_transformation[0].namespace,
        filter.metric_transformation[0].name,
        filter.metric_transformation[0].value,
      ]
      ]) == jsonencode([
      ["/aws/lambda/kaiwa-test-line-webhook", "{ $.level = \"ERROR\" }", "kaiwa-test", "kaiwa-test-line-webhook-any", "1"],
      ["/aws/lambda/kaiwa-test-line-webhook", "{ $.level = \"WARNING\" }", "kaiwa-test", "kaiwa-test-line-webhook-many", "1"],
    ])
    error_message = "Other lines of the log are counted, or elsewhere."
  }

  assert {
    condition     = jsonencode(output.log_patterns) == jsonencode({ any = "{ $.level = \"ERROR\" }", many = "{ $.level = \"WARNING\" }" })
    error_message = "The output says something else: ${jsonencode(output.log_patterns)}"
  }

  assert {
    condition = jsonencode([
      for alarm in output.alarms : [
        alarm.alarm_name,
        alarm.namespace,
        alarm.metric_name,
        alarm.statistic,
        alarm.period,
        alarm.comparison_operator,
        alarm.threshold,
        alarm.treat_missing_data,
        alarm.alarm_actions,
        alarm.ok_actions,
      ]
      ]) == jsonencode([
      for name, lines in { any = 1, many = 7 } : [
        "kaiwa-test-line-webhook-${name}",
        "kaiwa-test",
        "kaiwa-test-line-webhook-${name}",
        "Sum",
        3600,
        "GreaterThanOrEqualToThreshold",
        lines,
        "notBreaching",
        ["arn:aws:sns:ap-northeast-1:123456789012:on-call"],
        ["arn:aws:sns:ap-northeast-1:123456789012:on-call"],
      ]
    ])
    error_message = "The alarms do not go off as they were asked for."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.this.assume_role_policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "lambda.amazonaws.com" }
      }]
    })
    error_message = "Someone else than Lambda may assume the role."
  }

  assert {
    condition = jsonencode({ for name, policy in aws_iam_role_policy.this : name => jsondecode(policy.policy) }) == jsonencode({
      read_things = { Version = "2012-10-17", Statement = [] }
      write_logs = {
        Version = "2012-10-17"
        Statement = [{
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "arn:aws:logs:ap-northeast-1:123456789012:log-group:group:*"
        }]
      }
    })
    error_message = "The role's policies are ${jsonencode(output.policies)}"
  }
}

run "function_that_starts_from_a_snapshot" {
  module {
    source = "./modules/lambda_function"
  }

  variables {
    snap_start = true
  }

  assert {
    condition     = jsonencode(aws_lambda_function.this.snap_start[*].apply_on) == jsonencode(["PublishedVersions"])
    error_message = "No snapshot is taken of published versions."
  }
}

run "traced_function_in_a_vpc_with_more_layers" {
  module {
    source = "./modules/lambda_function"
  }

  variables {
    additional_layer_arns = ["arn:aws:lambda:ap-northeast-1:123456789012:layer:more:2"]
    policies              = {}
    platform = {
      prefix             = "kaiwa-test"
      alarm_actions      = []
      architecture       = "arm64"
      layer_arn          = "arn:aws:lambda:ap-northeast-1:123456789012:layer:kaiwa:1"
      log_level          = "DEBUG"
      log_retention_days = 30
      memory_megabytes   = 512
      packages           = { line_webhook = { bucket = "bucket", key = "line_webhook/hash.zip" } }
      tracing            = true
      vpc                = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }

      permissions_boundary = "arn:aws:iam::123456789012:policy/github/kaiwa-test-boundary"
    }
  }

  assert {
    condition = jsonencode([
      aws_lambda_function.this.vpc_config[0].subnet_ids,
      aws_lambda_function.this.vpc_config[0].security_group_ids,
    ]) == jsonencode([["subnet-1", "subnet-2"], ["sg-1"]])
    error_message = "The function is not in the VPC."
  }

  assert {
    condition     = one(aws_lambda_function.this.tracing_config).mode == "Active"
    error_message = "The function is not traced."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/github/kaiwa-test-boundary"
    error_message = "The role has no boundary."
  }

  assert {
    condition = jsonencode(aws_lambda_function.this.layers) == jsonencode([
      "arn:aws:lambda:ap-northeast-1:123456789012:layer:kaiwa:1",
      "arn:aws:lambda:ap-northeast-1:123456789012:layer:more:2",
    ])
    error_message = "The function has other layers than its own and the common one."
  }

  assert {
    condition = jsonencode({
      for name, document in output.policies : name => jsondecode(document).Statement if name != "write_logs"
      }) == jsonencode({
      connect_to_vpc = [{
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "*"
      }]
      trace = [{
        Effect   = "Allow"
        Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = "*"
      }]
    })
    error_message = "The role cannot connect the function to the VPC or send traces, or can do more: ${jsonencode(output.policies)}"
  }
}
