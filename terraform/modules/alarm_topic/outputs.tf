output "subscriptions" {
  description = "The subscriptions by e-mail address."
  value       = aws_sns_topic_subscription.email
}

output "topic" {
  description = "The topic."
  value       = aws_sns_topic.this
}
