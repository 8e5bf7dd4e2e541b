locals {
  # The metric of an alarm that has one only.
  only = { for name, alarm in var.alarms : name => alarm.expression == null ? one(values(alarm.metrics)) : null }

  # The metrics of an alarm that has an expression.
  terms = { for name, alarm in var.alarms : name => alarm.expression == null ? {} : alarm.metrics }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms

  alarm_name        = "${var.prefix}-${each.key}"
  alarm_description = "${each.value.description} What to do: docs/runbook.md#${each.key}."
  alarm_actions     = var.actions[each.value.severity]
  ok_actions        = var.actions[each.value.severity]

  namespace          = try(local.only[each.key].namespace, null)
  metric_name        = try(local.only[each.key].name, null)
  dimensions         = try(local.only[each.key].dimensions, null)
  statistic          = try(startswith(local.only[each.key].statistic, "p") ? null : local.only[each.key].statistic, null)
  extended_statistic = try(startswith(local.only[each.key].statistic, "p") ? local.only[each.key].statistic : null, null)
  period             = local.only[each.key] == null ? null : each.value.period

  dynamic "metric_query" {
    for_each = local.terms[each.key]

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        stat        = metric_query.value.statistic
        period      = each.value.period
      }
    }
  }

  dynamic "metric_query" {
    for_each = each.value.expression[*]

    content {
      id          = "all"
      label       = each.key
      expression  = metric_query.value
      return_data = true
    }
  }

  evaluation_periods  = each.value.periods
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching" # what does not happen is not put out
}
