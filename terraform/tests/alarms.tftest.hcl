mock_provider "aws" {
  source = "./tests/mocks"
}

run "alarms" {
  module {
    source = "./modules/alarms"
  }

  variables {
    prefix = "kaiwa-test"
    actions = {
      page    = ["arn:aws:sns:ap-northeast-1:123456789012:page"]
      warning = ["arn:aws:sns:ap-northeast-1:123456789012:warning", "arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    }
    alarms = {
      many = {
        severity    = "page"
        description = "Many."
        metrics     = { seen = { namespace = "kaiwa-test", name = "Things", dimensions = { kind = "odd" }, statistic = "Sum" } }
        period      = 300
        threshold   = 3
      }
      slow = {
        severity    = "warning"
        description = "Slow."
        metrics     = { took = { namespace = "kaiwa-test", name = "Milliseconds", dimensions = {}, statistic = "p95" } }
        period      = 60
        periods     = 2
        threshold   = 1500
      }
      together = {
        severity    = "warning"
        description = "Together."
        metrics = {
          one = { namespace = "kaiwa-test", name = "Things", dimensions = { kind = "one" }, statistic = "Sum" }
          two = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = "two" }, statistic = "Maximum" }
        }
        expression = "one + two"
        period     = 900
        threshold  = 1
      }
    }
  }

  assert {
    condition = jsonencode({
      for name, alarm in output.alarms : name => [
        alarm.alarm_name, alarm.alarm_description, alarm.alarm_actions, alarm.ok_actions,
        alarm.namespace, alarm.metric_name, alarm.dimensions, alarm.statistic, alarm.extended_statistic, alarm.period,
        alarm.evaluation_periods, alarm.comparison_operator, alarm.threshold, alarm.treat_missing_data,
      ] if name != "together"
      }) == jsonencode({
      many = [
        "kaiwa-test-many", "Many. What to do: docs/runbook.md#many.",
        ["arn:aws:sns:ap-northeast-1:123456789012:page"], ["arn:aws:sns:ap-northeast-1:123456789012:page"],
        "kaiwa-test", "Things", { kind = "odd" }, "Sum", null, 300,
        1, "GreaterThanOrEqualToThreshold", 3, "notBreaching",
      ]
      slow = [
        "kaiwa-test-slow", "Slow. What to do: docs/runbook.md#slow.",
        ["arn:aws:sns:ap-northeast-1:123456789012:on-call", "arn:aws:sns:ap-northeast-1:123456789012:warning"],
        ["arn:aws:sns:ap-northeast-1:123456789012:on-call", "arn:aws:sns:ap-northeast-1:123456789012:warning"],
        "kaiwa-test", "Milliseconds", {}, null, "p95", 60,
        2, "GreaterThanOrEqualToThreshold", 1500, "notBreaching",
      ]
    })
    error_message = "An alarm of one metric is not as it was asked for: ${jsonencode(output.alarms)}"
  }

  assert {
    condition = jsonencode([
      output.alarms["together"].metric_name,
      [
        for query in output.alarms["together"].metric_query : [
          query.id, query.expression, query.return_data, try([query.metric[0].namespace, query.metric[0].metric_name, query.metric[0].dimensions, query.metric[0].stat, query.metric[0].period], [])
        ]
      ],
      output.alarms["together"].threshold,
      ]) == jsonencode([
      null,
      [
        ["all", "one + two", true, []],
        ["one", null, null, ["kaiwa-test", "Things", { kind = "one" }, "Sum", 900]],
        ["two", null, null, ["AWS/Lambda", "Errors", { FunctionName = "two" }, "Maximum", 900]],
      ],
      1,
    ])
    error_message = "An alarm of several metrics is not as it was asked for: ${jsonencode(output.alarms["together"].metric_query)}"
  }
}

run "refuses_metrics_of_which_nobody_knows_what_they_are_together" {
  command = plan

  module {
    source = "./modules/alarms"
  }

  variables {
    prefix  = "kaiwa-test"
    actions = { page = [] }
    alarms = {
      both = {
        severity    = "page"
        description = "Both."
        metrics     = { for name in ["one", "two"] : name => { namespace = "kaiwa-test", name = name, dimensions = {}, statistic = "Sum" } }
        period      = 60
        threshold   = 1
      }
    }
  }

  expect_failures = [var.alarms]
}
