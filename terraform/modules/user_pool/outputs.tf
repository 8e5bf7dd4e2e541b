output "client_id" {
  description = "Id of the client."
  value       = aws_cognito_user_pool_client.this.id
}

output "client_secret" {
  description = "Secret of the client; the state has it too."
  value       = aws_cognito_user_pool_client.this.client_secret
  sensitive   = true
}

output "dns_targets" {
  description = "What DNS must resolve the sign-in pages' own domain name to, by that name; empty if they have none."
  value = {
    for domain in aws_cognito_user_pool_domain.this : domain.domain => domain.cloudfront_distribution if var.custom_domain != null
  }
}

output "issuer" {
  description = "Issuer of the pool's tokens."
  value       = "https://cognito-idp.${data.aws_region.current.name}.amazonaws.com/${local.user_pool.id}"
}

output "scopes" {
  description = "Scopes that the client may ask for."
  value       = local.scopes
}

output "sign_in_url" {
  description = "Where the pool's sign-in pages and its token endpoint are, without a slash at the end."
  value       = local.sign_in_url
}

output "user_pool" {
  description = "The user pool."
  value       = local.user_pool
}
