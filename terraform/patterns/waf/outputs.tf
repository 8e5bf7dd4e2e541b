output "api_base_url" {
  description = "What to set the deployment's api_base_url to."
  value       = "https://${var.domain_name}"
}

output "dns_targets" {
  description = "What DNS must resolve the domain name to, by that name."
  value       = { (var.domain_name) = aws_cloudfront_distribution.this.domain_name }
}
