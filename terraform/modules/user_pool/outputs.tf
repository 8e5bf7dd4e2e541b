output "client_ids" {
  description = "Id of each client, by the name that it was asked for with."
  value       = { for name, client in aws_cognito_user_pool_client.this : name => client.id }
}

output "client_secrets" {
  description = "Secret of each confidential client; the state has it too."
  value       = { for name, client in aws_cognito_user_pool_client.this : name => client.client_secret if var.clients[name].confidential }
  sensitive   = true
}

output "clients" {
  description = "The clients by the names that they were asked for with. Sensitive, for secrets are in them."
  value       = aws_cognito_user_pool_client.this
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
  value       = "${local.service_url}/${local.user_pool.id}"
}

output "keys_url" {
  description = "Where the public keys are with which the pool's tokens are verified (JWKS)."
  value       = "${coalesce(var.keys_base_url, local.service_url)}/${local.user_pool.id}/.well-known/jwks.json"
}

output "scopes" {
  description = "All scopes that a client may ask for."
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
