locals {
  sqs_managed_sse_enabled = var.kms_key_arn == null ? true : null # beside a key it must not be set at all
}

resource "aws_sqs_queue" "this" {
  name                       = "${var.name}.fifo"
  fifo_queue                 = true
  message_retention_seconds  = var.retention_days.queue * 24 * 60 * 60
  kms_master_key_id          = var.kms_key_arn
  sqs_managed_sse_enabled    = local.sqs_managed_sse_enabled
  visibility_timeout_seconds = var.visibility_timeout_seconds

  # For who sends without an id of the message: EventBridge Scheduler.
  content_based_deduplication = var.content_based_deduplication

  # High throughput: message groups share neither a limit nor a deduplication scope.
  deduplication_scope   = "messageGroup"
  fifo_throughput_limit = "perMessageGroupId"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = var.max_receive_count
  })
}

resource "aws_sqs_queue" "dead_letter" {
  name                      = "${var.name}-dead-letter.fifo"
  fifo_queue                = true
  message_retention_seconds = var.retention_days.dead_letters * 24 * 60 * 60
  kms_master_key_id         = var.kms_key_arn
  sqs_managed_sse_enabled   = local.sqs_managed_sse_enabled
  deduplication_scope       = "messageGroup"
  fifo_throughput_limit     = "perMessageGroupId"
}

resource "aws_cloudwatch_metric_alarm" "dead_letter" {
  alarm_name        = "${var.name}-dead-letter"
  alarm_description = "An event could not be handled and lies in ${aws_sqs_queue.dead_letter.name}. What to do: docs/runbook.md."
  alarm_actions     = var.alarm_actions
  ok_actions        = var.alarm_actions

  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.dead_letter.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # SQS stops reporting on a queue that is not used
}

resource "aws_cloudwatch_metric_alarm" "waiting" {
  alarm_name        = "${var.name}-waiting"
  alarm_description = "Something has been waiting in ${aws_sqs_queue.this.name} for longer than ${var.longest_wait_seconds} seconds. What to do: docs/runbook.md."
  alarm_actions     = var.alarm_actions
  ok_actions        = var.alarm_actions

  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.longest_wait_seconds
  treat_missing_data  = "notBreaching" # SQS stops reporting on a queue that is not used
}

resource "aws_lambda_event_source_mapping" "consumer" {
  event_source_arn = aws_sqs_queue.this.arn
  function_name    = var.consumer.arn

  # One event a call: in a batch, a failure would use up the tries of those behind it.
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }
}
