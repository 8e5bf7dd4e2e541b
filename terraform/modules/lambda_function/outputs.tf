output "alarms" {
  description = "The alarms that the function's log sets off, by the names that they were asked for with."
  value       = aws_cloudwatch_metric_alarm.log
}

output "alias" {
  description = "The function's alias: by it the function is called, so that a version can be rolled out and back."
  value       = aws_lambda_alias.live
}

output "function" {
  description = "The Lambda function."
  value       = aws_lambda_function.this
}

output "log_group" {
  description = "The function's log group."
  value       = aws_cloudwatch_log_group.this
}

output "log_patterns" {
  description = "Which lines of the log are counted, by the names that they were asked for with."
  value       = { for name, filter in aws_cloudwatch_log_metric_filter.this : name => filter.pattern }
}

output "policies" {
  description = "All policy documents of the function's role in JSON, by name."
  value       = local.policies
}
