output "base_path" {
  description = "Path that the parameters' names are put after."
  value       = var.base_path
}

# SSM decrypts secrets with the account's own key for SSM (aws/ssm), which needs no grant.
output "reader_policies" {
  description = "Policy document in JSON for each reader, by the reader's name."
  value = {
    for reader, names in var.readers : reader => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = ["ssm:GetParameter"]
        Resource = [for name in names : merge(aws_ssm_parameter.setting, aws_ssm_parameter.secret)[name].arn]
      }]
    })
  }
}

output "secret_names" {
  description = "Names of the secrets, without the path."
  value       = keys(aws_ssm_parameter.secret)
}

output "settings" {
  description = "What the settings hold, by their whole names."
  value       = { for parameter in aws_ssm_parameter.setting : parameter.name => parameter.insecure_value }
}
