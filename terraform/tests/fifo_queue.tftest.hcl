mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_sqs_queue.dead_letter
  values = { arn = "arn:aws:sqs:ap-northeast-1:123456789012:dead-letter.fifo" }
}

run "queue" {
  module {
    source = "./modules/fifo_queue"
  }

  variables {
    name                       = "kaiwa-test-events"
    alarm_actions              = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    consumer                   = { arn = "arn:aws:lambda:ap-northeast-1:123456789012:function:consumer:live" }
    longest_wait_seconds       = 300
    max_receive_count          = 7
    maximum_concurrency        = 3
    retention_days             = { queue = 4, dead_letters = 14 }
    visibility_timeout_seconds = 180
  }

  assert {
    condition = jsonencode([
      for queue in [aws_sqs_queue.this, aws_sqs_queue.dead_letter] : [
        queue.name,
        queue.fifo_queue,
        queue.deduplication_scope,
        queue.fifo_throughput_limit,
        queue.sqs_managed_sse_enabled,
        queue.message_retention_seconds,
      ]
      ]) == jsonencode([
      ["kaiwa-test-events.fifo", true, "messageGroup", "perMessageGroupId", true, 345600],
      ["kaiwa-test-events-dead-letter.fifo", true, "messageGroup", "perMessageGroupId", true, 1209600],
    ])
    error_message = "A queue is not as it was asked for."
  }

  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 180
    error_message = "The visibility time-out is ${aws_sqs_queue.this.visibility_timeout_seconds}"
  }

  assert {
    condition = jsonencode(jsondecode(aws_sqs_queue.this.redrive_policy)) == jsonencode({
      deadLetterTargetArn = "arn:aws:sqs:ap-northeast-1:123456789012:dead-letter.fifo"
      maxReceiveCount     = 7
    })
    error_message = "The redrive policy is ${aws_sqs_queue.this.redrive_policy}"
  }

  assert {
    condition = jsonencode({
      source      = aws_lambda_event_source_mapping.consumer.event_source_arn
      function    = aws_lambda_event_source_mapping.consumer.function_name
      batch_size  = aws_lambda_event_source_mapping.consumer.batch_size
      reports     = aws_lambda_event_source_mapping.consumer.function_response_types
      concurrency = aws_lambda_event_source_mapping.consumer.scaling_config[0].maximum_concurrency
      }) == jsonencode({
      source      = "arn:aws:sqs:ap-northeast-1:123456789012:queue.fifo"
      function    = "arn:aws:lambda:ap-northeast-1:123456789012:function:consumer:live"
      batch_size  = 1
      reports     = ["ReportBatchItemFailures"]
      concurrency = 3
    })
    error_message = "The consumer does not get the messages as it was asked for."
  }

  assert {
    condition = jsonencode({
      namespace  = aws_cloudwatch_metric_alarm.dead_letter.namespace
      metric     = aws_cloudwatch_metric_alarm.dead_letter.metric_name
      dimensions = aws_cloudwatch_metric_alarm.dead_letter.dimensions
      condition = [
        aws_cloudwatch_metric_alarm.dead_letter.statistic,
        aws_cloudwatch_metric_alarm.dead_letter.comparison_operator,
        aws_cloudwatch_metric_alarm.dead_letter.threshold,
      ]
      actions = aws_cloudwatch_metric_alarm.dead_letter.alarm_actions
      }) == jsonencode({
      namespace  = "AWS/SQS"
      metric     = "ApproximateNumberOfMessagesVisible"
      dimensions = { QueueName = "kaiwa-test-events-dead-letter.fifo" }
      condition  = ["Maximum", "GreaterThanThreshold", 0]
      actions    = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    })
    error_message = "The alarm does not tell of a message in the dead-letter queue."
  }

  assert {
    condition = jsonencode({
      metric     = [aws_cloudwatch_metric_alarm.waiting.namespace, aws_cloudwatch_metric_alarm.waiting.metric_name]
      dimensions = aws_cloudwatch_metric_alarm.waiting.dimensions
      condition = [
        aws_cloudwatch_metric_alarm.waiting.statistic,
        aws_cloudwatch_metric_alarm.waiting.period,
        aws_cloudwatch_metric_alarm.waiting.evaluation_periods,
        aws_cloudwatch_metric_alarm.waiting.comparison_operator,
        aws_cloudwatch_metric_alarm.waiting.threshold,
      ]
      }) == jsonencode({
      metric     = ["AWS/SQS", "ApproximateAgeOfOldestMessage"]
      dimensions = { QueueName = "kaiwa-test-events.fifo" }
      condition  = ["Maximum", 60, 3, "GreaterThanThreshold", 300]
    })
    error_message = "The alarm does not tell of a message that has waited for too long."
  }

  assert {
    condition = jsonencode([for alarm in output.alarms : [alarm.alarm_name, alarm.alarm_actions, alarm.ok_actions]]) == jsonencode([
      for name in ["dead-letter", "waiting"] : ["kaiwa-test-events-${name}", ["arn:aws:sns:ap-northeast-1:123456789012:on-call"], ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]]
    ])
    error_message = "An alarm has another name, or tells somebody else, or not when it is over."
  }

  assert {
    condition = jsonencode([
      for policy in [output.send_policy, output.consume_policy] : jsondecode(policy).Statement
      ]) == jsonencode([
      for actions in [
        ["sqs:SendMessage"],
        ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      ] :
      [{ Effect = "Allow", Action = actions, Resource = "arn:aws:sqs:ap-northeast-1:123456789012:queue.fifo" }]
    ])
    error_message = "The queue's users may do something else: ${output.send_policy} ${output.consume_policy}"
  }
}
