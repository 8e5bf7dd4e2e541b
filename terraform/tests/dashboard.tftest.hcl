mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name       = "kaiwa-test"
  alarm_arns = ["arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:one", "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:two"]
  api_id     = "api"
  functions  = { line_reply = "kaiwa-test-line-reply", line_webhook = "kaiwa-test-line-webhook" }
  namespace  = "kaiwa-test"
  queues     = { events = { name = "events.fifo", dead_letter_name = "events-dead-letter.fifo" } }
  region     = "ap-northeast-1"
  table      = { name = "messages", index = "byLineUserId" }
}

run "dashboard" {
  module {
    source = "./modules/dashboard"
  }

  assert {
    condition = jsonencode([for widget in jsondecode(output.dashboard.dashboard_body).widgets : widget.properties.markdown if widget.type == "text"]) == jsonencode([
      "## Are people being answered?",
      "## How fast?",
      "## At what price?",
      "## What is stuck?",
      "## What is broken?",
      "## What does ChatGPT do?",
    ])
    error_message = "The dashboard asks other questions."
  }

  # A graph of a metric that is never put out is empty, and nobody notices. The catalogue has what a test
  # of the code has seen, dimensions included: tests/unit/test_metrics_catalogue.py.
  assert {
    condition = jsonencode([
      for entry in flatten([
        for widget in jsondecode(output.dashboard.dashboard_body).widgets : [
          for metric in try(widget.properties.metrics, []) : {
            title = widget.properties.title
            names = [for part in metric : part if !can(part.stat) && !can(part.label) && !can(part.expression)]
          } if !can(metric[0].expression)
        ]
      ]) : entry if entry.names[0] == "kaiwa-test" && jsonencode(sort([for index, part in slice(entry.names, 2, length(entry.names)) : part if index % 2 == 0])) != jsonencode(try(jsondecode(file("modules/dashboard/metrics.json"))[entry.names[1]], null))
    ]) == jsonencode([])
    error_message = "A graph is of a metric that nobody has seen, or with other dimensions."
  }

  assert {
    condition = jsonencode([
      for expression in flatten([
        for widget in jsondecode(output.dashboard.dashboard_body).widgets : [
          for metric in try(widget.properties.metrics, []) : metric[0].expression if can(metric[0].expression)
        ]
        ]) : expression if !anytrue([
        for name, dimensions in jsondecode(file("modules/dashboard/metrics.json")) :
        startswith(expression, "SEARCH('{\"kaiwa-test\",${join(",", dimensions)}} MetricName=\"${name}\"")
      ])
    ]) == jsonencode([])
    error_message = "A graph searches for a metric that nobody has seen, or with other dimensions."
  }

  assert {
    condition     = alltrue([for name in keys(jsondecode(file("modules/dashboard/metrics.json"))) : can(regex("\"${name}\\\\?\"", output.dashboard.dashboard_body))])
    error_message = "A metric is on no graph."
  }

  assert {
    condition = jsonencode(sort(distinct([
      for metric in flatten([
        for widget in jsondecode(output.dashboard.dashboard_body).widgets : [
          for metric in try(widget.properties.metrics, []) : "${metric[0]} ${metric[1]}" if can(regex("^AWS/", metric[0]))
        ]
      ]) : metric
      ]))) == jsonencode([
      "AWS/ApiGateway 4xx",
      "AWS/ApiGateway 5xx",
      "AWS/DynamoDB ReadThrottleEvents",
      "AWS/DynamoDB WriteThrottleEvents",
      "AWS/Lambda ClaimedAccountConcurrency",
      "AWS/Lambda Duration",
      "AWS/Lambda Errors",
      "AWS/Lambda Throttles",
      "AWS/SQS ApproximateAgeOfOldestMessage",
      "AWS/SQS ApproximateNumberOfMessagesNotVisible",
      "AWS/SQS ApproximateNumberOfMessagesVisible",
    ])
    error_message = "Other metrics of AWS's are shown than agreed."
  }

  assert {
    condition = jsonencode([
      for widget in jsondecode(output.dashboard.dashboard_body).widgets : [widget.x, widget.y, widget.width, widget.height, widget.properties.alarms] if widget.type == "alarm"
    ]) == jsonencode([[0, 0, 24, 3, ["arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:one", "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:two"]]])
    error_message = "The alarms are not above all else."
  }

  assert {
    # In each row four graphs fill the 24 columns, and rows do not overlap.
    condition = jsonencode(distinct([
      for widget in jsondecode(output.dashboard.dashboard_body).widgets : [widget.x, widget.width, (widget.y - 3) % 7, widget.height] if widget.type != "alarm"
      ])) == jsonencode([
      [0, 24, 0, 1], [0, 6, 1, 6], [6, 6, 1, 6], [12, 6, 1, 6], [18, 6, 1, 6],
    ])
    error_message = "The graphs do not lie beside each other."
  }

  assert {
    condition     = alltrue([for widget in jsondecode(output.dashboard.dashboard_body).widgets : widget.properties.region == "ap-northeast-1" if widget.type == "metric"])
    error_message = "A graph is of another region."
  }
}
