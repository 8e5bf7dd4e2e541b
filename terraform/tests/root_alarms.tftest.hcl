mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.alarm_topic["page"].aws_sns_topic.this
  values = { arn = "arn:aws:sns:ap-northeast-1:123456789012:page" }
}

override_resource {
  target = module.alarm_topic["warning"].aws_sns_topic.this
  values = { arn = "arn:aws:sns:ap-northeast-1:123456789012:warning" }
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "defaults" {
  assert {
    condition = jsonencode(output.alarms) == jsonencode({
      page = [
        "events-dead-letter",
        "events-waiting",
        "line-refuses",
        "line-webhook-errors",
        "model-refuses",
      ]
      warning = [
        "api-failures",
        "chatgpt-action-errors",
        "chatgpt-plugin-errors",
        "concurrency",
        "line-reply-errors",
        "line-reply-killed",
        "line-reply-not-delivered",
        "line-webhook-slow",
        "push-quota",
        "summaries-dead-letter",
        "summaries-waiting",
        "table-throttled",
      ]
    })
    error_message = "There are other alarms than agreed, or of other severity: ${jsonencode(output.alarms)}"
  }

  assert {
    condition = jsonencode({ for severity, alarms in local.alarms : severity => distinct(flatten([for alarm in alarms : [alarm.alarm_actions, alarm.ok_actions]])) }) == jsonencode({
      page    = ["arn:aws:sns:ap-northeast-1:123456789012:page"]
      warning = ["arn:aws:sns:ap-northeast-1:123456789012:warning"]
    })
    error_message = "An alarm tells others than those of its severity."
  }

  assert {
    condition     = jsonencode([for topic in module.alarm_topic : [topic.topic.name, topic.subscriptions]]) == jsonencode([["kaiwa-test-page", {}], ["kaiwa-test-warning", {}]])
    error_message = "The topics have other names, or somebody is told whom nobody has named."
  }

  assert {
    condition = jsonencode({ for name, alarm in local.own_alarms : name => [alarm.period, try(alarm.periods, 1), alarm.threshold, try(alarm.expression, null)] }) == jsonencode({
      concurrency              = [300, 1, 800, null]
      line-refuses             = [900, 1, 3, null]
      line-reply-killed        = [300, 1, 1, null]
      line-reply-not-delivered = [3600, 1, 1, "FILL(failed, 0) + FILL(unknown, 0)"]
      line-webhook-errors      = [900, 1, 3, "FILL(answered, 0) + FILL(stopped, 0) + FILL(throttled, 0)"]
      line-webhook-slow        = [300, 3, 1500, null]
      model-refuses            = [900, 1, 3, null]
      push-quota               = [86400, 1, 80, null]
      table-throttled          = [300, 1, 1, "FILL(read, 0) + FILL(write, 0) + FILL(index_read, 0) + FILL(index_write, 0)"]
    })
    error_message = "An alarm goes off at something else than agreed."
  }

  # An alarm about a metric that is never put out never goes off. See the same test of the dashboard.
  assert {
    condition = jsonencode(flatten([
      for name, alarm in local.own_alarms : [
        for metric in alarm.metrics : "${name}: ${metric.name}"
        if metric.namespace == "kaiwa-test" && jsonencode(keys(metric.dimensions)) != jsonencode(try(jsondecode(file("modules/dashboard/metrics.json"))[metric.name], null))
      ]
    ])) == jsonencode([])
    error_message = "An alarm is about a metric that nobody has seen, or with other dimensions."
  }

  assert {
    condition = jsonencode(sort(distinct(flatten([
      for alarm in local.own_alarms : [
        for metric in alarm.metrics : "${metric.namespace} ${metric.name} ${join(" ", [for name, value in metric.dimensions : "${name}=${value}"])}" if metric.namespace != "kaiwa-test"
      ]
      ])))) == jsonencode([
      "AWS/DynamoDB ReadThrottleEvents GlobalSecondaryIndexName=byLineUserId TableName=kaiwa-test-messages",
      "AWS/DynamoDB ReadThrottleEvents TableName=kaiwa-test-messages",
      "AWS/DynamoDB WriteThrottleEvents GlobalSecondaryIndexName=byLineUserId TableName=kaiwa-test-messages",
      "AWS/DynamoDB WriteThrottleEvents TableName=kaiwa-test-messages",
      "AWS/Lambda ClaimedAccountConcurrency ",
      "AWS/Lambda Errors FunctionName=kaiwa-test-line-reply",
      "AWS/Lambda Errors FunctionName=kaiwa-test-line-webhook",
      "AWS/Lambda Throttles FunctionName=kaiwa-test-line-webhook",
    ])
    error_message = "Alarms are about other metrics of AWS's than agreed."
  }

  # A worker that is killed once makes its chat wait for less.
  assert {
    condition     = jsonencode([for alarm in concat(module.event_queue.alarms, module.summary_queue.alarms) : alarm.threshold if endswith(alarm.alarm_name, "waiting")]) == jsonencode([300, 3600])
    error_message = "Events or summaries may wait for longer than agreed, or less."
  }

  # Whoever is woken looks the alarm's name up. With reminders and with a budget there is one alarm more each.
  assert {
    condition = jsonencode(sort(concat(["reminders-not-sent", "spend"], flatten(values(output.alarms))))) == jsonencode(sort([
      for found in regexall("(?m)^## ([a-z-]+)$", file("../docs/runbook.md")) : found[0]
    ]))
    error_message = "The headings of docs/runbook.md are not the names of the alarms."
  }

  assert {
    condition     = alltrue([for severity, names in output.alarms : alltrue([for name in names : strcontains(split("\n", split("\n| `${severity}` |", file("../docs/operating.md"))[1])[0], "`${name}`")])])
    error_message = "docs/operating.md has an alarm under another severity, or not at all."
  }

  assert {
    condition = alltrue([
      for name in concat(["reminders-not-sent", "spend"], flatten(values(output.alarms))) : alltrue([
        for part in ["**For people**", "**First look**", "**Remedy**"] :
        strcontains(split("\n## ", split("\n## ${name}\n", file("../docs/runbook.md"))[1])[0], part)
      ])
    ])
    error_message = "An entry of docs/runbook.md does not say what the alarm means for people, where to look first, or what to do."
  }

  assert {
    condition     = strcontains(module.dashboard.dashboard.dashboard_body, "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:alarm") && length(flatten(values(local.alarms))) == length(flatten(values(output.alarms)))
    error_message = "The dashboard does not show the alarms."
  }
}

run "chosen_values" {
  variables {
    account_concurrency = 10
    alarm_actions       = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    alarm_emails        = { page = ["on-call@example.com"], warning = ["team@example.com"] }
    daily_budget        = 12.5
    openai_model        = "another-model"
    token_prices        = { input = 1, output = 2 }
  }

  assert {
    condition = jsonencode({ for severity, alarms in local.alarms : severity => distinct(flatten([for alarm in alarms : [alarm.alarm_actions, alarm.ok_actions]])) }) == jsonencode({
      page    = ["arn:aws:sns:ap-northeast-1:123456789012:on-call", "arn:aws:sns:ap-northeast-1:123456789012:page"]
      warning = ["arn:aws:sns:ap-northeast-1:123456789012:on-call", "arn:aws:sns:ap-northeast-1:123456789012:warning"]
    })
    error_message = "Those in alarm_actions are not told of every alarm besides the topics."
  }

  assert {
    condition     = jsonencode({ for severity, topic in module.alarm_topic : severity => keys(topic.subscriptions) }) == jsonencode({ page = ["on-call@example.com"], warning = ["team@example.com"] })
    error_message = "E-mails go elsewhere."
  }

  assert {
    condition     = jsonencode([local.own_alarms["spend"].metrics.spent.dimensions, local.own_alarms["spend"].threshold, local.own_alarms["spend"].period]) == jsonencode([{ model = "another-model", service = "line_reply" }, 12.5, 86400])
    error_message = "The alarm about the budget is about something else."
  }

  assert {
    condition     = contains(output.alarms.warning, "spend") && local.own_alarms["concurrency"].threshold == 8
    error_message = "The budget or the account's concurrency is not the one that was chosen."
  }
}

run "refuses_a_budget_of_unknown_prices" {
  command = plan

  variables {
    account_concurrency = 9
    alarm_emails        = { page = ["nobody"] }
    daily_budget        = 10
  }

  expect_failures = [var.account_concurrency, var.alarm_emails, var.daily_budget]
}
