# What goes off, and whom it wakes. Each alarm has an entry in docs/runbook.md under its name.
# A queue, the API and the logs of functions have alarms of their own, in their modules; here are those that
# are about several entities, or about metrics that the functions put out.

locals {
  # page: people are not answered, and will not be by itself. warning: it can wait until morning.
  alarm_actions = { for severity, topic in module.alarm_topic : severity => concat([topic.topic.arn], var.alarm_actions) }

  line_reply_name   = module.line_reply.function.function_name
  line_webhook_name = module.line_webhook.function.function_name

  # By the severity that each was told.
  alarms = {
    page = concat(
      module.event_queue.alarms,
      [for name, alarm in local.own_alarms : module.alarms.alarms[name] if alarm.severity == "page"],
    )
    warning = concat(
      module.summary_queue.alarms,
      [module.http_api.alarm],
      values(module.line_reply.alarms),
      values(module.chatgpt.alarms),
      [for name, alarm in local.own_alarms : module.alarms.alarms[name] if alarm.severity == "warning"],
    )
  }

  own_alarms = merge(
    {
      line-webhook-errors = {
        severity    = "page"
        description = "Messages do not come in: line_webhook fails, is stopped, or is not started."
        metrics = {
          answered  = { namespace = local.prefix, name = "Webhooks", dimensions = { service = "line_webhook", status = "500" }, statistic = "Sum" }
          stopped   = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = local.line_webhook_name }, statistic = "Sum" }
          throttled = { namespace = "AWS/Lambda", name = "Throttles", dimensions = { FunctionName = local.line_webhook_name }, statistic = "Sum" }
        }
        expression = "FILL(answered, 0) + FILL(stopped, 0) + FILL(throttled, 0)"
        period     = 15 * 60
        threshold  = 3 # fewer come right by LINE's redelivery
      }
      line-webhook-slow = {
        severity    = "warning"
        description = "line_webhook takes nearly as long as LINE waits, two seconds."
        metrics = {
          waited = { namespace = local.prefix, name = "WebhookMilliseconds", dimensions = { service = "line_webhook", status = "200" }, statistic = "p95" }
        }
        period    = 5 * 60
        periods   = 3 # a single cold start is no trouble
        threshold = 1500
      }
      line-reply-killed = {
        severity    = "warning"
        description = "line_reply was stopped while it worked: by its time-out, for want of memory, or by a crash."
        metrics = {
          stopped = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = local.line_reply_name }, statistic = "Sum" }
        }
        period    = 5 * 60
        threshold = 1
      }
      line-reply-not-delivered = {
        severity    = "warning"
        description = "An answer has not reached its chat, or nobody knows whether it has."
        metrics = {
          for kind in ["failed", "unknown"] :
          kind => { namespace = local.prefix, name = "Deliveries", dimensions = { kind = kind, service = "line_reply" }, statistic = "Sum" }
        }
        expression = "FILL(failed, 0) + FILL(unknown, 0)"
        period     = 60 * 60
        threshold  = 1
      }
      model-refuses = {
        severity    = "page"
        description = "The model refuses to answer anybody: its key, its name, or what is paid for."
        metrics = {
          refused = { namespace = local.prefix, name = "Faults", dimensions = { boundary = "openai", kind = "refused", service = "line_reply" }, statistic = "Sum" }
        }
        period    = 15 * 60
        threshold = 3
      }
      line-refuses = {
        severity    = "page"
        description = "LINE refuses the channel access token: nobody gets an answer."
        metrics = {
          refused = { namespace = local.prefix, name = "Faults", dimensions = { boundary = "line", kind = "refused", service = "line_reply" }, statistic = "Sum" }
        }
        period    = 15 * 60
        threshold = 3
      }
      push-quota = {
        severity    = "warning"
        description = "LINE's monthly quota of pushes is nearly used, in one channel at least: long and late answers will not arrive there."
        metrics = {
          used = { namespace = local.prefix, name = "PushQuotaPercent", dimensions = { service = "line_reply" }, statistic = "Maximum" }
        }
        period    = 24 * 60 * 60 # LINE tells of it only after a push
        threshold = 80
      }
      table-throttled = {
        severity    = "warning"
        description = "DynamoDB does not serve the message table as fast as it is asked."
        metrics = merge(
          {
            for direction in ["Read", "Write"] : lower(direction) => {
              namespace = "AWS/DynamoDB", name = "${direction}ThrottleEvents", dimensions = { TableName = module.message_table.table.name }, statistic = "Sum"
            }
          },
          {
            for direction in ["Read", "Write"] : "index_${lower(direction)}" => {
              namespace  = "AWS/DynamoDB", name = "${direction}ThrottleEvents", statistic = "Sum"
              dimensions = { TableName = module.message_table.table.name, GlobalSecondaryIndexName = module.message_table.index }
            }
          },
        )
        expression = "FILL(read, 0) + FILL(write, 0) + FILL(index_read, 0) + FILL(index_write, 0)"
        period     = 5 * 60
        threshold  = 1
      }
      concurrency = {
        severity    = "warning"
        description = "Functions of the account run at nearly as many places at once as it may have in this region."
        metrics = {
          claimed = { namespace = "AWS/Lambda", name = "ClaimedAccountConcurrency", dimensions = {}, statistic = "Maximum" }
        }
        period    = 5 * 60
        threshold = floor(var.account_concurrency * 0.8)
      }
    },
    !var.reminders ? {} : {
      reminders-not-sent = {
        severity    = "warning"
        description = "The scheduler could not put reminders that were due into the queue: it tries for a day."
        metrics = {
          for metric, name in { dropped = "InvocationDroppedCount", refused = "TargetErrorCount" } :
          metric => { namespace = "AWS/Scheduler", name = name, dimensions = { ScheduleGroup = "${local.prefix}-reminders" }, statistic = "Sum" }
        }
        expression = "FILL(refused, 0) + FILL(dropped, 0)"
        period     = 60 * 60
        threshold  = 1
      }
    },
    var.daily_budget == null ? {} : {
      spend = {
        severity    = "warning"
        description = "The model's tokens of a day cost as much as the budget allows."
        metrics = {
          spent = { namespace = local.prefix, name = "Cost", dimensions = { model = var.openai_model, service = "line_reply" }, statistic = "Sum" }
        }
        period    = 24 * 60 * 60
        threshold = var.daily_budget
      }
    },
  )
}

module "alarm_topic" {
  source   = "./modules/alarm_topic"
  for_each = var.alarm_emails

  name   = "${local.prefix}-${each.key}"
  emails = each.value
}

module "alarms" {
  source = "./modules/alarms"

  prefix  = local.prefix
  actions = local.alarm_actions
  alarms  = local.own_alarms
}
