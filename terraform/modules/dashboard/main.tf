# One dashboard, read from top to bottom: the alarms, and a row for each question, its graphs beside each other.

locals {
  # The dimensions of each metric that the functions put out. A test compares them with what was seen.
  metrics = jsondecode(file("${path.module}/metrics.json"))

  # What finds all combinations of a metric's dimensions, whatever their values are.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
  all = { for name, dimensions in local.metrics : name => "{\"${var.namespace}\",${join(",", dimensions)}} MetricName=\"${name}\"" }

  # What a graph has unless it says otherwise.
  graph = { view = "timeSeries", region = var.region, stat = "Sum", period = 300, yAxis = { left = { min = 0 } } }

  alarms_height = 3
  row_height    = 6

  alarms = {
    type       = "alarm"
    x          = 0
    y          = 0
    width      = 24
    height     = local.alarms_height
    properties = { title = "Alarms", alarms = var.alarm_arns, sortBy = "stateUpdatedTimestamp" }
  }

  widgets = flatten([
    for index, row in local.rows : [
      [{
        type       = "text"
        x          = 0
        y          = local.alarms_height + index * (local.row_height + 1)
        width      = 24
        height     = 1
        properties = { markdown = "## ${row.question}" }
      }],
      [for place, graph in row.graphs : {
        type       = "metric"
        x          = place * 24 / length(row.graphs)
        y          = local.alarms_height + index * (local.row_height + 1) + 1
        width      = 24 / length(row.graphs)
        height     = local.row_height
        properties = merge(local.graph, graph)
      }],
    ]
  ])
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = concat([local.alarms], local.widgets) })
}
