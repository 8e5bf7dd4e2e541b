output "queries" {
  description = "The queries as they are saved, by the name of their file."
  value       = aws_cloudwatch_query_definition.this
}
