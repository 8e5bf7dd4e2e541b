# How long AWS keeps what, by default and as chosen.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "defaults" {
  assert {
    condition = jsonencode(output.retention_days) == jsonencode({
      dead_letters  = 14
      exports       = 1
      logs          = 30
      messages      = 90
      queues        = 4
      table_backups = 35
    })
    error_message = "Something is kept for another time than agreed: ${jsonencode(output.retention_days)}"
  }

  assert {
    condition = jsonencode([
      for queue in [module.event_queue, module.summary_queue] : [queue.queue.message_retention_seconds, queue.dead_letter_queue.message_retention_seconds]
    ]) == jsonencode([[345600, 1209600], [345600, 1209600]])
    error_message = "A queue keeps its messages for another time."
  }

  assert {
    condition     = jsonencode([output.table_name, output.deletion_protection, output.existing_user_pool]) == jsonencode(["kaiwa-test-messages", true, false])
    error_message = "The operator's tools would be told something else than agreed."
  }
}

run "chosen" {
  variables {
    backup_retention_days  = 7
    deletion_protection    = false
    existing_user_pool     = { id = "ap-northeast-1_existing", sign_in_base_url = "https://login.example.com" }
    log_retention_days     = 14
    message_retention_days = 30
    restored_table_name    = "kaiwa-test-messages-20261203T021000Z"
  }

  assert {
    condition = jsonencode([local.retention_days.logs, local.retention_days.messages, local.retention_days.table_backups]) == jsonencode([14, 30, 7]) && jsonencode([
      module.message_table.table.point_in_time_recovery[0].recovery_period_in_days,
      module.line_reply.log_group.retention_in_days,
      module.line_reply.function.environment[0].variables["MESSAGE_RETENTION_DAYS"],
      module.chatgpt.function.environment[0].variables["MESSAGE_RETENTION_DAYS"],
    ]) == jsonencode([7, 14, "30", "30"])
    error_message = "What was chosen is not what is kept."
  }

  assert {
    condition = jsonencode(distinct(concat([output.table_name, module.message_table.table.name], [
      for deployed in [module.chatgpt, module.check_dynamodb, module.line_reply, module.line_webhook] : deployed.function.environment[0].variables["TABLE_NAME"]
    ]))) == jsonencode(["kaiwa-test-messages-20261203T021000Z"])
    error_message = "Somebody uses another table than the one that was restored."
  }

  assert {
    condition     = jsonencode([output.deletion_protection, output.existing_user_pool]) == jsonencode([false, true])
    error_message = "The operator's tools would be told something else than was chosen."
  }
}

run "no_such_backup" {
  command = plan

  variables {
    backup_retention_days = 36
  }

  expect_failures = [var.backup_retention_days]
}
