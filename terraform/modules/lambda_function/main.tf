locals {
  # AWS names have hyphens, Python packages underscores.
  function_name = "${var.platform.prefix}-${replace(var.name, "_", "-")}"
  package       = var.platform.packages[var.name]

  # What Lambda needs to connect a function to a VPC. It makes and names the interfaces itself.
  connect_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
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
  })

  # With a key of one's own, these services ask KMS in the name of whoever calls them.
  key_policies = { for key in var.platform.kms_key_arn[*] : "use_key" => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = key
      Condition = {
        StringEquals = {
          "kms:ViaService" = [for service in ["dynamodb", "s3", "sqs"] : "${service}.${split(":", key)[3]}.amazonaws.com"]
        }
      }
    }]
  }) }

  # X-Ray knows no resources that this could be narrowed to.
  trace_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      Resource = "*"
    }]
  })

  policies = merge(
    var.policies,
    var.platform.vpc == null ? {} : { connect_to_vpc = local.connect_policy },
    local.key_policies,
    var.platform.tracing ? { trace = local.trace_policy } : {},
    {
      write_logs = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.this.arn}:*" # the group's streams
        }]
      })
    },
  )
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_338:Lines are for finding faults, and the shorter they are kept the better for people's privacy.
  name              = "/aws/lambda/${local.function_name}"
  kms_key_id        = var.platform.kms_key_arn
  retention_in_days = var.platform.log_retention_days
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = var.log_alarms

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = each.value.pattern

  metric_transformation {
    namespace = var.platform.prefix
    name      = "${local.function_name}-${each.key}"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "log" {
  for_each = var.log_alarms

  alarm_name        = "${local.function_name}-${each.key}"
  alarm_description = "${each.value.description} The log group ${aws_cloudwatch_log_group.this.name} says which. What to do: docs/runbook.md."
  alarm_actions     = var.platform.alarm_actions
  ok_actions        = var.platform.alarm_actions

  namespace           = one(aws_cloudwatch_log_metric_filter.this[each.key].metric_transformation).namespace
  metric_name         = one(aws_cloudwatch_log_metric_filter.this[each.key].metric_transformation).name
  statistic           = "Sum"
  period              = 60 * 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.lines
  treat_missing_data  = "notBreaching" # without a matching line there is no metric
}

resource "aws_iam_role" "this" {
  name                 = local.function_name
  permissions_boundary = var.platform.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.policies

  name   = each.key
  role   = aws_iam_role.this.name
  policy = each.value
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:Traces are paid for by the request; every line of the log names its event and request.
  # checkov:skip=CKV_AWS_115:A reservation is taken from the account's limit, 10 in a new one. Queues and API have limits.
  # checkov:skip=CKV_AWS_116:Nothing calls it asynchronously; queues have dead-letter queues of their own.
  # checkov:skip=CKV_AWS_173:Lambda encrypts the environment with a key of its own, and there is no secret in it.
  # checkov:skip=CKV_AWS_272:The code comes from a private bucket, by the hash of what was built, and nobody else signs it.
  function_name = local.function_name
  description   = var.description
  role          = aws_iam_role.this.arn

  s3_bucket     = local.package.bucket
  s3_key        = local.package.key
  handler       = "${var.name}.handler.lambda_handler"
  runtime       = "python3.13"
  architectures = [var.platform.architecture]
  layers        = concat([var.platform.layer_arn], var.additional_layer_arns)
  memory_size   = var.platform.memory_megabytes
  timeout       = var.timeout_seconds
  # A version freezes code, layers and settings together. What calls the function goes by the alias.
  publish = true

  environment {
    variables = merge(
      {
        POWERTOOLS_LOG_LEVEL         = var.platform.log_level
        POWERTOOLS_METRICS_NAMESPACE = var.platform.prefix
        POWERTOOLS_SERVICE_NAME      = var.name
      },
      { for name, value in var.environment : name => value if value != null },
    )
  }

  logging_config {
    log_group = aws_cloudwatch_log_group.this.name
    # The code writes JSON lines itself. Lambda's own JSON format would filter them a second time.
    log_format = "Text"
  }

  dynamic "tracing_config" {
    for_each = var.platform.tracing ? [true] : []

    content {
      mode = "Active"
    }
  }

  dynamic "vpc_config" {
    for_each = var.platform.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? [true] : []

    content {
      apply_on = "PublishedVersions"
    }
  }

  # Whatever is attached to the function, such as a queue, needs its grants at once.
  depends_on = [aws_iam_role_policy.this]
}

# Terraform makes it, and from then on `make rollout` and `make rollback` alone move it: a version that was
# rolled back must not come back with the next apply (decision 21).
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [description, function_version, routing_config]
  }
}
