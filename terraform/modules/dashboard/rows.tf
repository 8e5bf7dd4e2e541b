# The questions, and the graphs that answer them. A label is a dimension's value, where there are several.

locals {
  rows = [
    {
      question = "Are people being answered?"
      graphs = [
        {
          title   = "Turns, by how they ended"
          stacked = true
          metrics = [[{ expression = "SEARCH('${local.all.Events} work=\"ReceivedMessage\"', 'Sum')", label = "$${PROP('Dim.outcome')}" }]]
        },
        {
          title   = "Deliveries: replies and pushes; unknown and failed may be people without an answer"
          metrics = [[{ expression = "SEARCH('${local.all.Deliveries}', 'Sum')", label = "$${PROP('Dim.kind')}" }]]
        },
        {
          title = "Apologies and refusals, instead of an answer"
          metrics = [
            [{ expression = "SEARCH('${local.all.Apologies}', 'Sum')", label = "sorry: $${PROP('Dim.reason')}" }],
            [{ expression = "SEARCH('${local.all.Refusals} service=\"line_reply\"', 'Sum')", label = "$${PROP('Dim.reason')}" }],
          ]
        },
        {
          title = "Webhooks, by the answer to LINE; events that nobody could read"
          metrics = [
            [{ expression = "SEARCH('${local.all.Webhooks}', 'Sum')", label = "$${PROP('Dim.status')}" }],
            [{ expression = "SEARCH('${local.all.UnreadableEvents}', 'Sum')", label = "unreadable" }],
          ]
        },
      ]
    },
    {
      question = "How fast?"
      graphs = [
        {
          title = "A whole turn, from the user's message to the delivered answer (ms)"
          metrics = [
            for stat in ["p50", "p95", "p99"] : [var.namespace, "TurnMilliseconds", "service", "line_reply", { stat = stat, label = stat }]
          ]
        },
        {
          title = "The webhook's answer (ms)"
          metrics = [
            for stat in ["p50", "p95"] : [var.namespace, "WebhookMilliseconds", "service", "line_webhook", "status", "200", { stat = stat, label = stat }]
          ]
          annotations = { horizontal = [{ label = "LINE waits no longer", value = 2000 }] }
        },
        {
          title = "Parts of a turn: queue, models, LINE (ms, p95)"
          metrics = [
            [var.namespace, "QueueMilliseconds", "service", "line_reply", { stat = "p95", label = "queue" }],
            [{ expression = "SEARCH('${local.all.ModelMilliseconds}', 'p95')", label = "$${PROP('Dim.model')}" }],
            [{ expression = "SEARCH('${local.all.LineMilliseconds}', 'p95')", label = "LINE: $${PROP('Dim.operation')}" }],
          ]
        },
        {
          title   = "Functions (ms, p95)"
          metrics = [for label, name in var.functions : ["AWS/Lambda", "Duration", "FunctionName", name, { stat = "p95", label = label }]]
        },
      ]
    },
    {
      question = "At what price?"
      graphs = [
        {
          title = "Tokens, by model, and calls of tools (right)"
          metrics = [
            [{ expression = "SEARCH('${local.all.InputTokens}', 'Sum')", label = "in: $${PROP('Dim.model')}" }],
            [{ expression = "SEARCH('${local.all.CachedTokens}', 'Sum')", label = "of it cached: $${PROP('Dim.model')}" }],
            [{ expression = "SEARCH('${local.all.OutputTokens}', 'Sum')", label = "out: $${PROP('Dim.model')}" }],
            [{ expression = "SEARCH('${local.all.ToolCalls}', 'Sum')", label = "$${PROP('Dim.tool')}: $${PROP('Dim.end')}", yAxis = "right" }],
          ]
        },
        {
          title   = "Estimated cost, a day (by token_prices and tool_prices; nothing without)"
          view    = "bar"
          period  = 86400
          metrics = [[{ expression = "SEARCH('${local.all.Cost}', 'Sum')", label = "$${PROP('Dim.model')}" }]]
        },
        {
          title = "Pushes, a day, and how much of LINE's month is used (%, right)"
          metrics = [
            [var.namespace, "Deliveries", "kind", "push", "service", "line_reply", { label = "pushes", period = 86400 }],
            [var.namespace, "PushQuotaPercent", "service", "line_reply", { stat = "Maximum", label = "used", yAxis = "right" }],
          ]
          yAxis = { left = { min = 0 }, right = { min = 0, max = 100 } }
        },
        {
          title   = "Time that functions ran, an hour (ms)"
          period  = 3600
          stacked = true
          metrics = [for label, name in var.functions : ["AWS/Lambda", "Duration", "FunctionName", name, { label = label }]]
        },
      ]
    },
    {
      question = "What is stuck?"
      graphs = [
        {
          title   = "Age of the oldest that waits (s)"
          stat    = "Maximum"
          metrics = [for label, queue in var.queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue.name, { label = label }]]
        },
        {
          title   = "Dead letters"
          stat    = "Maximum"
          metrics = [for label, queue in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.dead_letter_name, { label = label }]]
        },
        {
          title = "Waiting, and in work"
          stat  = "Maximum"
          metrics = [
            for of in setproduct(keys(var.queues), ["Visible", "NotVisible"]) : [
              "AWS/SQS", "ApproximateNumberOfMessages${of[1]}", "QueueName", var.queues[of[0]].name,
              { label = "${of[0]}: ${of[1] == "Visible" ? "waiting" : "in work"}" },
            ]
          ]
        },
        {
          title   = "Attempts at events, by their end"
          stacked = true
          metrics = [[{ expression = "SEARCH('${local.all.Attempts}', 'Sum')", label = "$${PROP('Dim.end')}" }]]
        },
      ]
    },
    {
      question = "What is broken?"
      graphs = [
        {
          title   = "Faults of what is behind us"
          metrics = [[{ expression = "SEARCH('${local.all.Faults}', 'Sum')", label = "$${PROP('Dim.boundary')}: $${PROP('Dim.kind')}" }]]
        },
        {
          title = "Functions that crashed, timed out, or were throttled"
          metrics = [
            for of in setproduct(keys(var.functions), ["Errors", "Throttles"]) :
            ["AWS/Lambda", of[1], "FunctionName", var.functions[of[0]], { label = "${of[0]}: ${lower(of[1])}" }]
          ]
        },
        {
          title   = "The API's own refusals (4xx) and failures (5xx)"
          metrics = [for metric in ["4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", var.api_id]]
        },
        {
          title = "The table's throttling, and the account's concurrency (right)"
          metrics = concat(
            [for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] : ["AWS/DynamoDB", metric, "TableName", var.table.name]],
            [for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] : [
              "AWS/DynamoDB", metric, "TableName", var.table.name, "GlobalSecondaryIndexName", var.table.index
            ]],
            [["AWS/Lambda", "ClaimedAccountConcurrency", { stat = "Maximum", yAxis = "right" }]],
          )
        },
      ]
    },
    {
      question = "What does ChatGPT do?"
      graphs = [
        {
          title   = "The plugin's calls, by tool and outcome"
          stacked = true
          metrics = [[{ expression = "SEARCH('${local.all.Calls} face=\"plugin\"', 'Sum')", label = "$${PROP('Dim.operation')}: $${PROP('Dim.outcome')}" }]]
        },
        {
          title   = "The action's, the sign-in's and the pages', by route and status"
          stacked = true
          metrics = [[{ expression = "SEARCH('${local.all.Calls} face=\"action\"', 'Sum')", label = "$${PROP('Dim.operation')}: $${PROP('Dim.outcome')}" }]]
        },
        {
          title   = "Requests that the plugin turned away"
          metrics = [[{ expression = "SEARCH('${local.all.Refusals} service=\"chatgpt\"', 'Sum')", label = "$${PROP('Dim.reason')}" }]]
        },
        {
          title   = "Other events of chats, by how they ended"
          metrics = [[{ expression = "SEARCH('${local.all.Events} NOT work=\"ReceivedMessage\"', 'Sum')", label = "$${PROP('Dim.work')}: $${PROP('Dim.outcome')}" }]]
        },
      ]
    },
  ]
}
