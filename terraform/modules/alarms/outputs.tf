output "alarms" {
  description = "The alarms, by the names that they were asked for with."
  value       = aws_cloudwatch_metric_alarm.this
}
