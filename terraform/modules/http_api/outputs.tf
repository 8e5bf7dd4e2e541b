output "api" {
  description = "The HTTP API."
  value       = aws_apigatewayv2_api.this
}
