# reminders: what is there for them, and that nothing is unless they are asked for.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "off" {
  assert {
    condition = (
      length(module.reminders) == 0 && !module.event_queue.queue.content_based_deduplication && output.reminder_group == null
      && !contains(keys(module.line_reply.function.environment[0].variables), "REMINDER_SCHEDULES")
      && !contains(keys(module.line_reply.policies), "schedule_reminders")
    )
    error_message = "There is something for reminders."
  }
}

run "on" {
  variables {
    reminders = true
  }

  assert {
    condition = jsonencode(jsondecode(module.line_reply.function.environment[0].variables["REMINDER_SCHEDULES"])) == jsonencode({
      group     = "kaiwa-test-reminders"
      queue_arn = module.event_queue.queue.arn
      role_arn  = module.reminders[0].role.arn
    })
    error_message = "line_reply is not told where reminders go."
  }

  assert {
    condition     = module.event_queue.queue.content_based_deduplication && output.reminder_group == "kaiwa-test-reminders"
    error_message = "The queue does not take what the scheduler sends, or the operator's tools do not know the group."
  }

  assert {
    condition = jsonencode([for metric in values(local.own_alarms["reminders-not-sent"].metrics) : [metric.namespace, metric.name, metric.dimensions]]) == jsonencode([
      ["AWS/Scheduler", "InvocationDroppedCount", { ScheduleGroup = "kaiwa-test-reminders" }],
      ["AWS/Scheduler", "TargetErrorCount", { ScheduleGroup = "kaiwa-test-reminders" }],
    ]) && contains(output.alarms.warning, "reminders-not-sent")
    error_message = "Nobody hears of reminders that the scheduler cannot send."
  }

  assert {
    condition     = module.line_reply.policies["schedule_reminders"] == module.reminders[0].use_policy
    error_message = "line_reply may not schedule."
  }
}
