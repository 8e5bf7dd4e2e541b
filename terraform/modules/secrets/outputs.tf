output "base_path" {
  description = "Path that the secrets' names are put after."
  value       = var.base_path
}

output "names" {
  description = "Names of the secrets, without the path."
  value       = keys(aws_ssm_parameter.this)
}

# SSM decrypts with the account's own key for SSM (aws/ssm), which needs no grant.
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
