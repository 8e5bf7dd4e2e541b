# What docs/cost.md starts from, and every default that would cost something if it were another.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "defaults" {
  assert {
    condition = jsonencode({
      # An alarm of another module has one metric.
      alarm_metrics            = length(flatten(values(output.alarms))) - length(local.own_alarms) + length(flatten([for alarm in local.own_alarms : keys(alarm.metrics)]))
      alarm_metrics_of_chatgpt = length([for name in flatten(values(output.alarms)) : name if startswith(name, "chatgpt-")])
      architecture             = one(distinct(flatten([for deployed in local.functions : deployed.function.architectures])))
      # Those that are named; searches find more.
      dashboard_metrics = length(distinct(flatten([
        for widget in jsondecode(module.dashboard.dashboard.dashboard_body).widgets : [
          for metric in try(widget.properties.metrics, []) :
          jsonencode([for part in metric : part if can(tostring(part))]) if can(tostring(metric[0]))
        ]
      ])))
      dashboards             = 1
      event_sources          = 2
      log_retention_days     = one(distinct([for deployed in local.functions : deployed.log_group.retention_in_days]))
      memory_megabytes       = one(distinct([for deployed in local.functions : deployed.function.memory_size]))
      message_retention_days = var.message_retention_days
      secret_cache_seconds   = var.secret_cache_seconds
    }) == jsonencode(jsondecode(file("../bench/cost/deployment.json")))
    error_message = "docs/cost.md starts from another deployment: correct bench/cost/deployment.json and run `make cost`."
  }

  assert {
    condition = jsonencode({
      daily_budget = var.daily_budget
      openai_tools = var.openai_tools
      kms_key_arn  = var.kms_key_arn
      snap_start   = distinct(values(var.snap_start))
      tracing      = var.tracing
      vpc          = var.vpc
      web_search   = var.web_search
      }) == jsonencode({
      daily_budget = null
      openai_tools = []
      kms_key_arn  = null
      snap_start   = [false]
      tracing      = false
      vpc          = null
      web_search   = false
    })
    error_message = "Something that costs is on by default."
  }
}
