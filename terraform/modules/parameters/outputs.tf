output "reader_policies" {
  description = "Policy document in JSON for each reader, by the reader's name."
  value = {
    for reader, names in var.readers : reader => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = ["ssm:GetParameter"]
        Resource = [for name in names : aws_ssm_parameter.this[name].arn]
      }]
    })
  }
}

output "values" {
  description = "What the parameters hold, by their whole names."
  value       = { for parameter in aws_ssm_parameter.this : parameter.name => parameter.insecure_value }
}
