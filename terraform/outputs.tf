locals {
  functions = {
    check_dynamodb = module.check_dynamodb
    line_reply     = module.line_reply
    line_webhook   = module.line_webhook
  }
}

output "api_id" {
  description = "Id of the HTTP API."
  value       = module.http_api.api.id
}

output "api_url" {
  description = "Address of the HTTP API, without a slash at the end."
  value       = module.http_api.api.api_endpoint
}

output "base_secret_path" {
  description = "Path in the SSM Parameter Store that the secrets' names are put after; ends with a slash."
  value       = module.secrets.base_path
}

output "dead_letter_queue_url" {
  description = "Address of the queue that takes the events which could not be handled."
  value       = module.event_queue.dead_letter_queue.url
}

output "function_arns" {
  description = "ARN of each function."
  value       = { for name, deployed in local.functions : name => deployed.function.arn }
}

output "function_names" {
  description = "Name under which each function is deployed."
  value       = { for name, deployed in local.functions : name => deployed.function.function_name }
}

output "log_group_names" {
  description = "Log group of each function."
  value       = { for name, deployed in local.functions : name => deployed.log_group.name }
}

output "queue_url" {
  description = "Address of the queue between line_webhook and line_reply."
  value       = module.event_queue.queue.url
}

output "region" {
  description = "Region that all of this is in."
  value       = data.aws_region.current.name
}

output "secret_names" {
  description = "Names of the secrets, without the path."
  value       = module.secrets.names
}

output "table_name" {
  description = "Name of the message table."
  value       = module.message_table.table.name
}

output "webhook_url" {
  description = "Webhook URL to enter in the LINE Developers console."
  value       = "${module.http_api.api.api_endpoint}${local.webhook_path}"
}
