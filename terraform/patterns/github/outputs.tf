output "permissions_boundary" {
  description = "ARN to set as permissions_boundary in the deployment's variable file."
  value       = module.github_roles.permissions_boundary
}

output "role_arns" {
  description = "ARN of each role, for the repository's variables: {preview, plan, apply}."
  value       = module.github_roles.role_arns
}
