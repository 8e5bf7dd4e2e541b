# What operators see of it all.

module "dashboard" {
  source = "./modules/dashboard"

  name       = local.prefix
  alarm_arns = [for alarm in flatten(values(local.alarms)) : alarm.arn]
  api_id     = module.http_api.api.id
  functions  = { for name, deployed in local.functions : name => deployed.function.function_name if name != "check_dynamodb" }
  namespace  = local.prefix
  queues = {
    for label, queue in { events = module.event_queue, summaries = module.summary_queue } :
    label => { name = queue.queue.name, dead_letter_name = queue.dead_letter_queue.name }
  }
  region = data.aws_region.current.id
  table  = { name = module.message_table.table.name, index = module.message_table.index }
}

module "saved_queries" {
  source = "./modules/saved_queries"
  count  = var.saved_queries ? 1 : 0

  folder     = local.prefix
  log_groups = [for name, deployed in local.functions : deployed.log_group.name if name != "check_dynamodb"]
}
