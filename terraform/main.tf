# Wiring only, in the order in which data flows:
# LINE → HTTP API → line_webhook → queue → line_reply → message table. ChatGPT's way in is in chatgpt.tf.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  prefix         = "${var.project}-${var.environment}"
  parameter_path = "/${var.project}/${var.environment}/"
  link_page_url  = "${module.http_api.url}/connect"
  pictures_url   = "${module.http_api.url}/pictures"

  # Each channel's webhook. Chats carry the channel's name in their ids, but for those of `default`.
  webhook_paths = merge(
    { default = "/v1/line/bot/message/reply" },
    { for name, channel in var.channels : name => coalesce(channel.path, "/v1/line/bot/${name}/message/reply") },
  )
  webhook_routes = { for path in values(local.webhook_paths) : "POST ${path}" => { alias = module.line_webhook.alias } }
  channel_models = { for name, channel in var.channels : name => coalesce(channel.openai_model, var.openai_model) }

  # A table that was restored from a backup has a name of its own.
  table_name = coalesce(var.restored_table_name, "${local.prefix}-messages")

  # What all functions have in common.
  platform = {
    prefix             = local.prefix
    alarm_actions      = local.alarm_actions["warning"]
    architecture       = var.architecture
    kms_key_arn        = var.kms_key_arn
    layer_arn          = module.layer.arn
    log_level          = var.log_level
    log_retention_days = local.retention_days.logs
    memory_megabytes   = var.memory_megabytes
    packages           = module.artifacts.packages
    tracing            = var.tracing
    vpc                = var.vpc

    permissions_boundary = var.permissions_boundary
  }
}

module "artifacts" {
  source = "./modules/artifacts"

  # Bucket names are shared by all accounts and regions.
  bucket        = "${local.prefix}-artifacts-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.id}"
  force_destroy = !var.deletion_protection
  packages = {
    for name in ["layer", "mcp", "line_webhook", "line_reply", "check_dynamodb", "chatgpt"] :
    name => "${var.packages_directory}/${name}.zip"
  }
}

module "layer" {
  source = "./modules/lambda_layer"

  name         = "${local.prefix}-kaiwa"
  description  = "The package kaiwa and its dependencies."
  architecture = var.architecture
  package      = module.artifacts.packages["layer"]
}

module "http_api" {
  source = "./modules/http_api"

  name                   = local.prefix
  alarm_actions          = local.alarm_actions["warning"]
  authorizer             = { audience = [module.user_pool.client_ids["action"]], issuer = module.user_pool.issuer }
  base_url               = var.api_base_url
  cors                   = var.cors
  custom_domain          = var.api_domain
  kms_key_arn            = var.kms_key_arn
  log_retention_days     = local.retention_days.logs
  routes                 = merge(local.webhook_routes, local.chatgpt_routes)
  throttling_burst_limit = var.throttling.burst_limit
  throttling_rate_limit  = var.throttling.rate_limit
}

module "line_webhook" {
  source = "./modules/lambda_function"

  name            = "line_webhook"
  description     = "Verifies LINE's webhooks and puts their events into the queue."
  platform        = local.platform
  snap_start      = var.snap_start.line_webhook
  timeout_seconds = 10
  environment = {
    BASE_SECRET_PATH     = module.parameters.base_path
    CHANNEL_ROUTES       = length(var.channels) == 0 ? null : jsonencode({ for name in keys(var.channels) : "POST ${local.webhook_paths[name]}" => name })
    LISTENING_HOURS      = var.listening_hours
    QUEUE_URL            = module.event_queue.queue.url
    SECRET_CACHE_SECONDS = var.secret_cache_seconds
    TABLE_NAME           = module.message_table.table.name
  }
  policies = {
    read_parameters   = module.parameters.reader_policies["line_webhook"]
    read_sent_bubbles = module.message_table.read_sent_bubbles_policy
    send_events       = module.event_queue.send_policy
  }
}

module "event_queue" {
  source = "./modules/fifo_queue"

  name          = "${local.prefix}-events"
  alarm_actions = local.alarm_actions["page"]
  consumer      = module.line_reply.alias
  kms_key_arn   = var.kms_key_arn

  content_based_deduplication = var.reminders # for the scheduler

  max_receive_count   = var.max_receive_count
  maximum_concurrency = var.maximum_concurrency
  retention_days      = { queue = local.retention_days.queues, dead_letters = local.retention_days.dead_letters }
  # AWS wants it above the consumer's time-out; what a killed function held is seen again this late.
  visibility_timeout_seconds = var.answer_deadline_seconds + 60
  # One killed function, and the next attempt.
  longest_wait_seconds = 2 * var.answer_deadline_seconds + 60
}

# Apart from the events, so that no answer waits for a summary: neither in its chat nor for a slot.
module "summary_queue" {
  source = "./modules/fifo_queue"

  name                       = "${local.prefix}-summaries"
  alarm_actions              = local.alarm_actions["warning"]
  consumer                   = module.line_reply.alias
  kms_key_arn                = var.kms_key_arn
  longest_wait_seconds       = 60 * 60 # nobody waits for one, but prompts have less of the past until then
  max_receive_count          = var.max_receive_count
  maximum_concurrency        = 2 # the least that AWS takes
  retention_days             = { queue = local.retention_days.queues, dead_letters = local.retention_days.dead_letters }
  visibility_timeout_seconds = var.answer_deadline_seconds + 60
}

# Reminders that people have asked for, until they are due.
module "reminders" {
  source = "./modules/schedule_group"
  count  = var.reminders ? 1 : 0

  name                 = "${local.prefix}-reminders"
  kms_key_arn          = var.kms_key_arn
  permissions_boundary = var.permissions_boundary
  queue_arn            = module.event_queue.queue.arn
  schedule_prefix      = "reminder-"
}

locals {
  reminder_policies = { for reminders in module.reminders : "schedule_reminders" => reminders.use_policy }
  reminder_schedules = [for reminders in module.reminders : jsonencode({
    group     = reminders.group.name
    role_arn  = reminders.role.arn
    queue_arn = module.event_queue.queue.arn
  })]
}

module "line_reply" {
  source = "./modules/lambda_function"

  name        = "line_reply"
  description = "Handles one event of a chat: answers with OpenAI, obeys commands, keeps the conversation."
  platform    = local.platform
  snap_start  = var.snap_start.line_reply
  # What is left after the deadline is for storing the answer and handing it to LINE.
  timeout_seconds = var.answer_deadline_seconds + 30
  environment = {
    ANSWER_DEADLINE_SECONDS   = var.answer_deadline_seconds
    BASE_SECRET_PATH          = module.parameters.base_path
    CHANNELS                  = length(var.channels) == 0 ? null : jsonencode(local.channel_models)
    DAILY_MESSAGE_LIMIT       = var.daily_message_limit
    DAILY_PICTURE_LIMIT       = var.daily_picture_limit
    DAILY_TOKEN_LIMIT         = var.daily_token_limit
    DEFAULT_LANGUAGE          = var.default_language
    DELETE_DATA_ON_LEAVE      = var.delete_data_on_leave
    DRAWING                   = var.drawing
    DRAWING_MODEL             = var.drawing_model
    DRAWING_QUALITY           = var.drawing_quality
    EXPORT_BUCKET             = module.export_bucket.bucket.bucket
    FLEX_MESSAGES             = var.flex_messages
    HAS_TOOLS                 = length(local.openai_tools) > 0
    HISTORY_MAX_CHARACTERS    = var.history.max_characters
    HISTORY_MAX_MESSAGES      = var.history.max_messages
    LINE_API_BASE_URL         = var.line_api_base_url
    LINE_DATA_BASE_URL        = var.line_data_base_url
    LINK_PAGE_URL             = local.link_page_url
    LISTENING_HOURS           = var.listening_hours
    MAX_RECEIVE_COUNT         = var.max_receive_count
    MESSAGE_RETENTION_DAYS    = local.retention_days.messages
    MODERATION_MODEL          = var.moderation_model
    OFFERS_LINKING            = local.offers_linking
    OPENAI_BASE_URL           = var.openai_base_url
    OPENAI_MAX_OUTPUT_TOKENS  = var.openai_max_output_tokens
    OPENAI_MODEL              = var.openai_model
    OPENAI_REASONING_EFFORT   = var.openai_reasoning_effort
    OPENAI_TEMPERATURE        = var.openai_temperature
    PICTURES_URL              = local.pictures_url
    QUEUE_URL                 = module.event_queue.queue.url
    REMINDER_SCHEDULES        = one(local.reminder_schedules)
    SECRET_CACHE_SECONDS      = var.secret_cache_seconds
    SUGGESTED_QUESTIONS       = var.suggested_questions
    SUMMARY_QUEUE_URL         = module.summary_queue.queue.url
    TABLE_NAME                = module.message_table.table.name
    TIMEZONE                  = var.timezone
    TOKEN_PRICES_CACHED_INPUT = try(var.token_prices.cached_input, null)
    TOKEN_PRICES_INPUT        = try(var.token_prices.input, null)
    TOKEN_PRICES_OUTPUT       = try(var.token_prices.output, null)
    TOOL_PRICES               = var.tool_prices == null ? null : jsonencode({ for tool, price in var.tool_prices : tool => price if price != null })
    TRANSCRIPTION_MODEL       = var.transcription_model
  }
  policies = merge(local.reminder_policies, {
    consume_events      = module.event_queue.consume_policy
    consume_summaries   = module.summary_queue.consume_policy
    delete_exports      = module.export_bucket.delete_policy
    delete_in_batches   = module.message_table.batch_policy
    draw_pictures       = module.export_bucket.draw_policy
    read_and_write_data = module.message_table.read_write_delete_policy
    read_parameters     = module.parameters.reader_policies["line_reply"]
    send_summaries      = module.summary_queue.send_policy
  })
  log_alarms = {
    errors = {
      description = "Events could not be handled at once, or were answered with an apology."
      pattern     = "{ ($.level = \"ERROR\") || ($.level = \"CRITICAL\") }"
      lines       = 5 # a single attempt that failed is followed by others
    }
  }
}

module "message_table" {
  source = "./modules/message_table"

  name                  = local.table_name
  backup_retention_days = local.retention_days.table_backups
  deletion_protection   = var.deletion_protection
  kms_key_arn           = var.kms_key_arn
}

module "check_dynamodb" {
  source = "./modules/lambda_function"

  name            = "check_dynamodb"
  description     = "Proves that the message table is as the code expects it."
  platform        = local.platform
  snap_start      = var.snap_start.check_dynamodb
  timeout_seconds = 30
  environment     = { TABLE_NAME = module.message_table.table.name }
  policies        = { check_table = module.message_table.check_policy }
}
