# One-time schedules that send a message to one queue: who may make them, and as whom the scheduler sends.

resource "aws_scheduler_schedule_group" "this" {
  name = var.name
}

resource "aws_iam_role" "scheduler" {
  name                 = "${var.name}-scheduler"
  permissions_boundary = var.permissions_boundary

  # For this group's schedules alone: another account's cannot borrow the role.
  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceArn" = aws_scheduler_schedule_group.this.arn } }
    }]
  })
}

resource "aws_iam_role_policy" "send" {
  name = "send"
  role = aws_iam_role.scheduler.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = var.queue_arn }],
      # SQS asks KMS in the name of whoever sends.
      [for key in var.kms_key_arn[*] : {
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = key
        Condition = { StringEquals = { "kms:ViaService" = "sqs.${split(":", key)[3]}.amazonaws.com" } }
      }],
    )
  })
}

locals {
  # arn:aws:scheduler:<region>:<account>:schedule
  schedules = split("-group/", aws_scheduler_schedule_group.this.arn)[0]
}
