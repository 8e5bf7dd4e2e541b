output "group" {
  description = "The group."
  value       = aws_scheduler_schedule_group.this
}

output "role" {
  description = "The role that schedules name, by which the scheduler sends."
  value       = aws_iam_role.scheduler
}

output "use_policy" {
  description = "Policy document in JSON for a function that makes and deletes schedules."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"]
        Resource = [
          "${local.schedules}/${aws_scheduler_schedule_group.this.name}/${var.schedule_prefix}*",
          # Emulators take every schedule for one of the group default. On AWS none of this name is in there.
          "${local.schedules}/default/${var.schedule_prefix}*",
        ]
      },
      {
        Effect    = "Allow"
        Action    = ["iam:PassRole"]
        Resource  = aws_iam_role.scheduler.arn
        Condition = { StringEquals = { "iam:PassedToService" = "scheduler.amazonaws.com" } }
      },
    ]
  })
}
