mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_iam_role.scheduler
  values = { arn = "arn:aws:iam::123456789012:role/kaiwa-test-reminders-scheduler" }
}

variables {
  name            = "reminders"
  queue_arn       = "arn:aws:sqs:ap-northeast-1:123456789012:events.fifo"
  schedule_prefix = "reminder-"
}

run "group" {
  module {
    source = "./modules/schedule_group"
  }

  assert {
    condition = jsonencode([aws_iam_role.scheduler.name, jsondecode(aws_iam_role.scheduler.assume_role_policy).Statement]) == jsonencode([
      "reminders-scheduler",
      [{
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:scheduler:ap-northeast-1:123456789012:schedule-group/reminders" } }
        Effect    = "Allow"
        Principal = { Service = "scheduler.amazonaws.com" }
      }],
    ])
    error_message = "Others than this group's schedules may take the role."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_iam_role_policy.send.policy).Statement) == jsonencode([{ Action = ["sqs:SendMessage"], Effect = "Allow", Resource = var.queue_arn }])
    error_message = "The scheduler may do more than to send to the queue."
  }

  assert {
    condition = jsonencode(jsondecode(output.use_policy).Statement) == jsonencode([
      {
        Action = ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"]
        Effect = "Allow"
        Resource = [
          "arn:aws:scheduler:ap-northeast-1:123456789012:schedule/reminders/reminder-*",
          "arn:aws:scheduler:ap-northeast-1:123456789012:schedule/default/reminder-*",
        ]
      },
      {
        Action    = ["iam:PassRole"]
        Condition = { StringEquals = { "iam:PassedToService" = "scheduler.amazonaws.com" } }
        Effect    = "Allow"
        Resource  = "arn:aws:iam::123456789012:role/kaiwa-test-reminders-scheduler"
      },
    ])
    error_message = "Who uses the group may do something else."
  }
}

run "a_key_of_ones_own" {
  module {
    source = "./modules/schedule_group"
  }

  variables {
    kms_key_arn          = "arn:aws:kms:ap-northeast-1:123456789012:key/own"
    permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition = jsonencode([aws_iam_role.scheduler.permissions_boundary, jsondecode(aws_iam_role_policy.send.policy).Statement[1]]) == jsonencode([
      "arn:aws:iam::123456789012:policy/boundary",
      {
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Condition = { StringEquals = { "kms:ViaService" = "sqs.ap-northeast-1.amazonaws.com" } }
        Effect    = "Allow"
        Resource  = "arn:aws:kms:ap-northeast-1:123456789012:key/own"
      },
    ])
    error_message = "The scheduler cannot use the key, or is not bounded."
  }
}
