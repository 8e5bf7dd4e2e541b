output "dashboard" {
  description = "The dashboard."
  value       = aws_cloudwatch_dashboard.this
}

output "url" {
  description = "Where the dashboard is in AWS's console."
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${var.name}"
}
