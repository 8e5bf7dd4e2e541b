# Functions, their roles and logs, and what tells how they are.

locals {
  functions      = "arn:aws:lambda:${local.region}:${local.account}:function:${local.prefix}-*"
  function_roles = "arn:aws:iam::${local.account}:role/${local.prefix}-*"
  mappings       = "arn:aws:lambda:${local.region}:${local.account}:event-source-mapping:*"
  of_functions   = { ArnLike = { "lambda:FunctionArn" = local.functions } }

  log_groups = [
    "arn:aws:logs:${local.region}:${local.account}:log-group:/aws/lambda/${local.prefix}-*",
    "arn:aws:logs:${local.region}:${local.account}:log-group:/aws/vendedlogs/apigateway/${local.prefix}",
    "arn:aws:logs:${local.region}:${local.account}:log-group:/aws/vendedlogs/apigateway/${local.prefix}:*",
  ]

  dashboard = "arn:aws:cloudwatch::${local.account}:dashboard/${local.prefix}"
  topics    = "arn:aws:sns:${local.region}:${local.account}:${local.prefix}-*"

  function_grants = {
    aws_cloudwatch_dashboard = [
      { resources = [local.dashboard], read = ["cloudwatch:GetDashboard"], write = ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"] },
    ]
    aws_cloudwatch_log_group = [
      { resources = ["*"], read = ["logs:DescribeLogGroups"], write = [] },
      {
        resources = local.log_groups
        read      = ["logs:ListTagsForResource"]
        write = [
          "logs:CreateLogGroup",
          "logs:DeleteLogGroup",
          "logs:DeleteRetentionPolicy",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
        ]
      },
    ]
    aws_cloudwatch_log_metric_filter = [
      { resources = local.log_groups, read = ["logs:DescribeMetricFilters"], write = ["logs:DeleteMetricFilter", "logs:PutMetricFilter"] },
    ]
    aws_cloudwatch_metric_alarm = [
      # CloudWatch lets all alarms be described or none.
      { resources = ["arn:aws:cloudwatch:${local.region}:${local.account}:alarm:*"], read = ["cloudwatch:DescribeAlarms"], write = [] },
      {
        resources = ["arn:aws:cloudwatch:${local.region}:${local.account}:alarm:${local.prefix}-*"]
        read      = ["cloudwatch:ListTagsForResource"]
        write     = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"]
      },
    ]
    # Logs knows no resources that saved queries could be narrowed to, and SNS none for a subscription.
    aws_cloudwatch_query_definition = [
      { resources = ["*"], read = ["logs:DescribeQueryDefinitions"], write = ["logs:DeleteQueryDefinition", "logs:PutQueryDefinition"] },
    ]
    aws_sns_topic = [{
      resources = [local.topics]
      read      = ["sns:GetTopicAttributes", "sns:ListTagsForResource"]
      write     = ["sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource", "sns:UntagResource"]
    }]
    aws_sns_topic_subscription = [
      { resources = ["*"], read = ["sns:GetSubscriptionAttributes"], write = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"] },
    ]
    aws_iam_role = [
      {
        resources = [local.function_roles]
        read      = ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies"]
        write     = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"]
      },
      {
        # Without the boundary, a role could be made that may do anything, and given to a function.
        resources = [local.function_roles]
        read      = []
        write     = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        condition = { ArnEquals = { "iam:PermissionsBoundary" = local.boundary_arn } }
      },
    ]
    aws_iam_role_policy = [{ resources = [local.function_roles], read = ["iam:GetRolePolicy"], write = ["iam:DeleteRolePolicy"] }]
    aws_scheduler_schedule_group = [
      {
        resources = ["arn:aws:scheduler:${local.region}:${local.account}:schedule-group/${local.prefix}-reminders"]
        read      = ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"]
        write     = ["scheduler:CreateScheduleGroup", "scheduler:DeleteScheduleGroup", "scheduler:TagResource", "scheduler:UntagResource"]
      },
      {
        # Who deletes a group deletes the schedules in it.
        resources = ["arn:aws:scheduler:${local.region}:${local.account}:schedule/${local.prefix}-reminders/reminder-*"]
        read      = []
        write     = ["scheduler:DeleteSchedule"]
      },
    ]
    aws_lambda_alias = [
      { resources = [local.functions], read = ["lambda:GetAlias"], write = ["lambda:CreateAlias", "lambda:DeleteAlias", "lambda:UpdateAlias"] },
    ]
    aws_lambda_event_source_mapping = [
      { resources = ["*"], read = [], write = ["lambda:CreateEventSourceMapping"], condition = local.of_functions },
      {
        resources = [local.mappings]
        read      = ["lambda:GetEventSourceMapping"]
        write     = ["lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping"]
        condition = local.of_functions
      },
      { resources = [local.mappings], read = ["lambda:ListTags"], write = ["lambda:TagResource", "lambda:UntagResource"] },
    ]
    aws_lambda_function = concat(
      [
        {
          resources = [local.functions]
          read = [
            "lambda:GetFunction",
            "lambda:GetFunctionCodeSigningConfig",
            "lambda:GetFunctionConfiguration",
            "lambda:ListAliases",
            "lambda:ListTags",
            "lambda:ListVersionsByFunction",
          ]
          write = [
            "lambda:CreateFunction",
            "lambda:DeleteFunction",
            "lambda:PublishVersion",
            "lambda:TagResource",
            "lambda:UntagResource",
            "lambda:UpdateFunctionCode",
            "lambda:UpdateFunctionConfiguration",
          ]
        },
        {
          resources = [local.function_roles]
          read      = []
          write     = ["iam:PassRole"]
          condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
        },
      ],
      # Lambda looks at the network with the rights of whoever puts a function into it.
      var.vpc ? [{ resources = ["*"], read = [], write = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"] }] : [],
    )
    aws_lambda_layer_version = [{
      resources = [
        "arn:aws:lambda:${local.region}:${local.account}:layer:${local.prefix}-*",
        "arn:aws:lambda:${local.region}:${local.account}:layer:${local.prefix}-*:*",
      ]
      read  = ["lambda:GetLayerVersion"]
      write = ["lambda:DeleteLayerVersion", "lambda:PublishLayerVersion"]
    }]
    aws_lambda_permission = [
      { resources = [local.functions], read = ["lambda:GetPolicy"], write = ["lambda:AddPermission", "lambda:RemovePermission"] },
    ]
  }
}
