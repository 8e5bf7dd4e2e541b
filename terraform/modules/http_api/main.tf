resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  protocol_type = "HTTP"

  dynamic "cors_configuration" {
    for_each = var.cors[*]

    content {
      allow_headers  = cors_configuration.value.allow_headers
      allow_methods  = cors_configuration.value.allow_methods
      allow_origins  = cors_configuration.value.allow_origins
      expose_headers = cors_configuration.value.expose_headers
      max_age        = cors_configuration.value.max_age_seconds
    }
  }
}

resource "aws_apigatewayv2_authorizer" "this" {
  api_id           = aws_apigatewayv2_api.this.id
  name             = "access-token"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    audience = var.authorizer.audience
    issuer   = var.authorizer.issuer
  }
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = var.routes

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = each.value.alias.invoke_arn
  payload_format_version = "2.0"

  # So that no request comes before it may.
  depends_on = [aws_lambda_permission.this]
}

# A token is asked for together with scopes or not at all: without scopes, an ID token would do too.
resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id               = aws_apigatewayv2_api.this.id
  route_key            = each.key
  target               = "integrations/${aws_apigatewayv2_integration.function[each.key].id}"
  authorization_type   = length(each.value.scopes) == 0 ? "NONE" : "JWT"
  authorization_scopes = each.value.scopes
  authorizer_id        = length(each.value.scopes) == 0 ? null : aws_apigatewayv2_authorizer.this.id

  lifecycle {
    # AWS deletes no integration that a route still leads to. Making the new integration first would make
    # all that it depends on be replaced in that order, such as what can be there only once by its name.
    replace_triggered_by = [aws_apigatewayv2_integration.function[each.key].id]
  }
}

# One for each function, whichever of this API's routes lead to it.
resource "aws_lambda_permission" "this" {
  for_each = { for route in var.routes : route.alias.function_name => route.alias.name... }

  statement_id  = "invoke-from-${var.name}"
  function_name = each.key
  qualifier     = each.value[0]
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  # <API>/<stage>/<method>/<path>
  source_arn = "${aws_apigatewayv2_api.this.execution_arn}/*/*"
}

# AWS lists the log groups that it delivers to in one resource policy, whose size is limited; those
# under /aws/vendedlogs/ share one entry.
resource "aws_cloudwatch_log_group" "access" {
  # checkov:skip=CKV_AWS_338:Addresses of people are in it: the shorter it is kept the better.
  name              = "/aws/vendedlogs/apigateway/${var.name}"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true

  # Both limits, always: left out, they can become 0 and refuse every request with 429.
  default_route_settings {
    throttling_burst_limit = var.throttling_burst_limit
    throttling_rate_limit  = var.throttling_rate_limit
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format = jsonencode({
      errorMessage       = "$context.error.message"
      integrationError   = "$context.integrationErrorMessage"
      integrationLatency = "$context.integrationLatency"
      integrationStatus  = "$context.integrationStatus"
      requestId          = "$context.requestId"
      requestTime        = "$context.requestTime"
      responseLatency    = "$context.responseLatency"
      routeKey           = "$context.routeKey"
      sourceIp           = "$context.identity.sourceIp"
      status             = "$context.status"
    })
  }
}

# It also tells when a function does not start or is stopped, of which the function's own log has no line.
resource "aws_cloudwatch_metric_alarm" "failures" {
  alarm_name        = "${var.name}-api-failures"
  alarm_description = "Requests were answered with 5xx; the log group ${aws_cloudwatch_log_group.access.name} has them. What to do: docs/runbook.md."
  alarm_actions     = var.alarm_actions
  ok_actions        = var.alarm_actions

  namespace           = "AWS/ApiGateway"
  metric_name         = "5xx"
  dimensions          = { ApiId = aws_apigatewayv2_api.this.id }
  statistic           = "Sum"
  period              = 5 * 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # without requests there is no metric
}
