# A function may do what its own role grants and this too: so the role apply, which writes the functions' roles, cannot
# give to one of them what it does not have itself. Whoever grants a function something new extends this first.

locals {
  boundary_arn = "arn:aws:iam::${local.account}:policy${local.path}${local.prefix}-boundary"

  boundary = [
    {
      Effect = "Allow"
      Action = [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ]
      Resource = [for table in local.table_grants[0].resources : table]
    },
    {
      Effect   = "Allow"
      Action   = ["dynamodb:Query"]
      Resource = [for table in local.table_grants[0].resources : "${table}/index/*"]
    },
    {
      Effect = "Allow"
      Action = [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
      ]
      Resource = local.data_grants.aws_sqs_queue[0].resources
    },
    { Effect = "Allow", Action = ["s3:ListBucket"], Resource = local.exports },
    { Effect = "Allow", Action = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resource = "${local.exports}/*" },
    { Effect = "Allow", Action = ["ssm:GetParameter"], Resource = local.data_grants.aws_ssm_parameter[1].resources },
    { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "${local.log_groups[0]}:*" },
    {
      Effect   = "Allow" # for reminders
      Action   = ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"]
      Resource = [for group in ["${local.prefix}-reminders", "default"] : "arn:aws:scheduler:${local.region}:${local.account}:schedule/${group}/reminder-*"]
    },
    {
      Effect    = "Allow" # to the schedules of reminders
      Action    = ["iam:PassRole"]
      Resource  = "arn:aws:iam::${local.account}:role/${local.prefix}-reminders-scheduler"
      Condition = { StringEquals = { "iam:PassedToService" = "scheduler.amazonaws.com" } }
    },
    {
      Effect   = "Allow" # for traces
      Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      Resource = "*"
    },
    {
      Effect   = "Allow" # for a key of one's own, which names who may use it
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:${local.region}:${local.account}:key/*"
      Condition = {
        StringEquals = { "kms:ViaService" = [for service in ["dynamodb", "s3", "sqs"] : "${service}.${local.region}.amazonaws.com"] }
      }
    },
    {
      Effect = "Allow" # for a function in a VPC
      Action = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ]
      Resource = "*"
    },
  ]
}
