output "alarms" {
  description = "All alarms about the queue."
  value       = [aws_cloudwatch_metric_alarm.dead_letter, aws_cloudwatch_metric_alarm.waiting]
}

output "consume_policy" {
  description = "Policy document in JSON for the function that takes the messages."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ]
      Resource = aws_sqs_queue.this.arn
    }]
  })
}

output "consumption" {
  description = "The event source mapping, by which the consumer gets the messages."
  value       = aws_lambda_event_source_mapping.consumer
}

output "dead_letter_queue" {
  description = "The queue for messages that could not be handled."
  value       = aws_sqs_queue.dead_letter
}

output "queue" {
  description = "The queue."
  value       = aws_sqs_queue.this
}

output "send_policy" {
  description = "Policy document in JSON for a function that sends messages."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = aws_sqs_queue.this.arn
    }]
  })
}
