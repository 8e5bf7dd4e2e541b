# Each file in queries/ is a query, which may be pasted into Logs Insights as well.
locals {
  queries = {
    for file in fileset("${path.module}/queries", "*.txt") :
    trimsuffix(file, ".txt") => trimspace(file("${path.module}/queries/${file}"))
  }
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = local.queries

  name            = "${var.folder}/${each.key}"
  log_group_names = var.log_groups
  query_string    = each.value
}
