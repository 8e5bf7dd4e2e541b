locals {
  functions = {
    check_dynamodb = module.check_dynamodb
    chatgpt        = module.chatgpt
    line_reply     = module.line_reply
    line_webhook   = module.line_webhook
  }

  # What also tells that a function fails, beside the alarms that its own log sets off.
  shared_alarms = {
    chatgpt = [module.http_api.alarm]
    line_reply = concat(
      module.event_queue.alarms,
      module.summary_queue.alarms,
      [for name in ["line-reply-killed", "line-reply-not-delivered"] : module.alarms.alarms[name]],
    )
    line_webhook = [module.http_api.alarm, module.alarms.alarms["line-webhook-errors"]]
  }
}

output "alarm_topic_arns" {
  description = "ARNs of the topics that alarms are told to, by severity."
  value       = { for severity, topic in module.alarm_topic : severity => topic.topic.arn }
}

output "alarms" {
  description = "Names of the alarms by severity, without <project>-<environment>-."
  value = {
    for severity, alarms in local.alarms :
    severity => sort([for alarm in alarms : trimprefix(alarm.alarm_name, "${local.prefix}-")])
  }
}

output "api_id" {
  description = "Id of the HTTP API."
  value       = module.http_api.api.id
}

output "api_url" {
  description = "Where clients reach the HTTP API, without a slash at the end."
  value       = module.http_api.url
}

output "base_secret_path" {
  description = "Path in the SSM Parameter Store that the secrets' names are put after; ends with a slash."
  value       = module.parameters.base_path
}

output "channels" {
  description = "The LINE channels besides default, by name: where each one's webhook is, and which model answers."
  value = {
    for name, model in local.channel_models : name => {
      openai_model = model
      webhook_url  = "${module.http_api.url}${local.webhook_paths[name]}"
    }
  }
}

output "chatgpt" {
  description = "What ChatGPT's form for an action asks for. Sensitive, for the client's secret is in it."
  sensitive   = true
  value = {
    authorization_url  = "${module.http_api.url}/oauth2/authorize"
    client_id          = module.user_pool.client_ids["action"]
    client_secret      = module.user_pool.client_secrets["action"]
    openapi_url        = "${module.http_api.url}/openapi.json"
    privacy_policy_url = "${module.http_api.url}/privacy"
    scope              = join(" ", module.user_pool.scopes)
    token_url          = "${module.http_api.url}/oauth2/token"
  }
}

output "dashboard_url" {
  description = "Where AWS's console shows the dashboard."
  value       = module.dashboard.url
}

output "dead_letter_queue_url" {
  description = "Address of the queue that takes the events which could not be handled."
  value       = module.event_queue.dead_letter_queue.url
}

output "deletion_protection" {
  description = "Whether what holds data is protected from being deleted: if so, `make destroy` refuses."
  value       = var.deletion_protection
}

output "dns_targets" {
  description = "What DNS must resolve each domain name of your own to, by that name."
  value       = merge(module.http_api.dns_targets, module.user_pool.dns_targets)
}

output "existing_user_pool" {
  description = "Whether people sign in at a user pool that was there already, and may serve others too."
  value       = var.existing_user_pool != null
}

output "export_bucket" {
  description = "Name of the bucket for exports."
  value       = module.export_bucket.bucket.bucket
}

output "function_alarms" {
  description = "Names of the alarms that tell when a function fails, by function: they stop a gradual roll-out."
  value = {
    for name, deployed in local.functions :
    name => [for alarm in concat(values(deployed.alarms), lookup(local.shared_alarms, name, [])) : alarm.alarm_name]
  }
}

output "function_arns" {
  description = "ARN by which each function is called: that of its alias, behind which a version is live."
  value       = { for name, deployed in local.functions : name => deployed.alias.arn }
}

output "function_names" {
  description = "Name under which each function is deployed."
  value       = { for name, deployed in local.functions : name => deployed.function.function_name }
}

output "line_api_base_url" {
  description = "Where the LINE Messaging API is, without a slash at the end."
  value       = var.line_api_base_url
}

output "line_data_base_url" {
  description = "Where LINE has the content of images, recordings and files, without a slash at the end."
  value       = var.line_data_base_url
}

output "log_group_names" {
  description = "Log group of each function."
  value       = { for name, deployed in local.functions : name => deployed.log_group.name }
}

output "moderation_model" {
  description = "Model that judges what users write; null for none."
  value       = var.moderation_model
}

output "offers_linking" {
  description = "Whether ChatGPT or another client may be linked with a chat. Else no menu and no /help shows it."
  value       = local.offers_linking
}

output "openai_base_url" {
  description = "Where the OpenAI API is, without a slash at the end."
  value       = var.openai_base_url
}

output "openai_model" {
  description = "Model that answers."
  value       = var.openai_model
}

output "openai_reasoning_effort" {
  description = "Reasoning effort that is asked for; null for none."
  value       = var.openai_reasoning_effort
}

output "openai_temperature" {
  description = "Sampling temperature that is asked for; null for none."
  value       = var.openai_temperature
}

output "openai_tools" {
  description = "Tools that the model may use, as the Responses API has them, but for the secrets."
  value       = local.openai_tools
}

output "plugin" {
  description = "What clients of MCP need to know. They find out all but mcp_url and link_page_url by themselves, by discovery and registration."
  value = {
    authorization_url = "${module.http_api.url}/oauth2/authorize"
    client_id         = module.user_pool.client_ids["plugin"]
    link_page_url     = local.link_page_url
    mcp_url           = "${module.http_api.url}/mcp"
    redirect_uris     = local.plugin_redirect_uris
    registration_url  = "${module.http_api.url}/oauth2/register"
    scope             = join(" ", module.user_pool.scopes)
    token_url         = "${module.http_api.url}/oauth2/token"
  }
}

output "queue_url" {
  description = "Address of the queue between line_webhook and line_reply."
  value       = module.event_queue.queue.url
}

output "region" {
  description = "Region that all of this is in."
  value       = data.aws_region.current.id
}

output "reminder_group" {
  description = "Name of the group that has the schedules of reminders; null where there are none."
  value       = one([for reminders in module.reminders : reminders.group.name])
}

output "retention_days" {
  description = "Days for which each kind of thing is kept: {dead_letters, exports, logs, messages, queues, table_backups}."
  value       = local.retention_days
}

output "role_arns" {
  description = "ARN of each function's role."
  value       = { for name, deployed in local.functions : name => deployed.function.role }
}

output "rollout" {
  description = "How new versions go live: {step_percentage, step_minutes, versions_kept}."
  value       = var.rollout
}

output "secret_names" {
  description = "Names of the secrets, without the path."
  value       = module.parameters.secret_names
}

output "sign_in_url" {
  description = "Where people sign in, without a slash at the end."
  value       = module.user_pool.sign_in_url
}

output "summary_dead_letter_queue_url" {
  description = "Address of the queue that takes the requests for summaries which could not be handled."
  value       = module.summary_queue.dead_letter_queue.url
}

output "summary_queue_url" {
  description = "Address of the queue in which conversations wait to be summarised."
  value       = module.summary_queue.queue.url
}

output "table_name" {
  description = "Name of the message table."
  value       = module.message_table.table.name
}

output "timezone" {
  description = "Time zone, by its IANA name, in which days are counted."
  value       = var.timezone
}

output "token_prices" {
  description = "What a million tokens cost, {cached_input, input, output}; left out if it is not known."
  value       = var.token_prices
}

output "tool_prices" {
  description = "What a thousand calls of a tool cost, by its type; left out if it is not known."
  value       = var.tool_prices
}

output "transcription_model" {
  description = "Model that writes recordings down."
  value       = var.transcription_model
}

output "user_pool_arn" {
  description = "ARN of the user pool."
  value       = module.user_pool.user_pool.arn
}

output "user_pool_id" {
  description = "Id of the user pool."
  value       = module.user_pool.user_pool.id
}

output "web_search" {
  description = "Whether the model may search the web."
  value       = contains(local.openai_tools[*].type, "web_search")
}

output "webhook_url" {
  description = "Webhook URL to enter in the LINE Developers console, of the channel default."
  value       = "${module.http_api.url}${local.webhook_paths.default}"
}
