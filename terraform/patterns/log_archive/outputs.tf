output "bucket" {
  description = "Name of the bucket that has the copies."
  value       = aws_s3_bucket.archive.bucket
}

output "log_group_names" {
  description = "Log groups that are copied."
  value       = sort([for filter in aws_cloudwatch_log_subscription_filter.archive : filter.log_group_name])
}
