output "alarm" {
  description = "The alarm that goes off when requests fail."
  value       = aws_cloudwatch_metric_alarm.failures
}

output "api" {
  description = "The HTTP API."
  value       = aws_apigatewayv2_api.this
}

output "dns_targets" {
  description = "What DNS must resolve the API's own domain name to, by that name; empty if it has none."
  value = {
    for domain in aws_apigatewayv2_domain_name.this : domain.domain_name => domain.domain_name_configuration[0].target_domain_name
  }
}

output "url" {
  description = "Address of the API, without a slash at the end."
  value       = var.custom_domain == null ? aws_apigatewayv2_api.this.api_endpoint : "https://${var.custom_domain.name}"
}
