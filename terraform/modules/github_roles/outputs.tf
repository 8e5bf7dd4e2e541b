output "permissions_boundary" {
  description = "ARN of the policy that bounds the functions' roles: the deployment's variable permissions_boundary."
  value       = aws_iam_policy.this["boundary"].arn
}

output "resource_types" {
  description = "Types of the resources that the roles may handle."
  value       = keys(local.grants)
}

output "roles" {
  description = "The roles: preview, plan, apply."
  value       = aws_iam_role.this
}

output "role_arns" {
  description = "ARN of each role: preview, plan, apply."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}
