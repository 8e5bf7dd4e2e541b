output "access_log" {
  description = "The log group of the access log."
  value       = aws_cloudwatch_log_group.access
}

output "alarm" {
  description = "The alarm that goes off when requests fail."
  value       = aws_cloudwatch_metric_alarm.failures
}

output "api" {
  description = "The HTTP API."
  value       = aws_apigatewayv2_api.this
}

output "authorizer" {
  description = "Whose access tokens routes with scopes take: {audience, issuer}."
  value = {
    audience = one(aws_apigatewayv2_authorizer.this.jwt_configuration).audience
    issuer   = one(aws_apigatewayv2_authorizer.this.jwt_configuration).issuer
  }
}

output "dns_targets" {
  description = "What DNS must resolve the API's own domain name to, by that name; empty if it has none."
  value = {
    for domain in aws_apigatewayv2_domain_name.this : domain.domain_name => domain.domain_name_configuration[0].target_domain_name
  }
}

output "stage" {
  description = "The API's one stage, which has its limits of requests."
  value       = aws_apigatewayv2_stage.default
}

output "url" {
  description = "Where clients reach the API, without a slash at the end."
  value       = coalesce(var.base_url, try("https://${var.custom_domain.name}", null), aws_apigatewayv2_api.this.api_endpoint)
}
