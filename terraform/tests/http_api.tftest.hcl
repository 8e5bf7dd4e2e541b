mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                   = "kaiwa-test"
  log_retention_days     = 30
  throttling_burst_limit = 20
  throttling_rate_limit  = 10
  routes = {
    "POST /v1/things/new" = {
      function_name = "kaiwa-test-things"
      invoke_arn    = "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/things/invocations"
    }
  }
}

run "api" {
  module {
    source = "./modules/http_api"
  }

  assert {
    condition     = aws_apigatewayv2_api.this.name == "kaiwa-test" && aws_apigatewayv2_api.this.protocol_type == "HTTP"
    error_message = "The API is not as it was asked for."
  }

  assert {
    condition = jsonencode([
      for key, route in aws_apigatewayv2_route.this : [
        key,
        route.route_key,
        route.target,
        aws_apigatewayv2_integration.this[key].integration_type,
        aws_apigatewayv2_integration.this[key].integration_uri,
        aws_apigatewayv2_integration.this[key].payload_format_version,
      ]
      ]) == jsonencode([[
        "POST /v1/things/new",
        "POST /v1/things/new",
        "integrations/integration",
        "AWS_PROXY",
        "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/things/invocations",
        "2.0",
    ]])
    error_message = "The route does not lead to its function."
  }

  assert {
    condition = jsonencode([
      for permission in aws_lambda_permission.this : [
        permission.action,
        permission.function_name,
        permission.principal,
        permission.source_arn,
        permission.statement_id,
      ]
      ]) == jsonencode([[
        "lambda:InvokeFunction",
        "kaiwa-test-things",
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:ap-northeast-1:123456789012:api/*/POST/v1/things/new",
        "POST-v1-things-new",
    ]])
    error_message = "The API's permission is not for its route and its function alone."
  }

  assert {
    condition = jsonencode([
      aws_apigatewayv2_stage.default.name,
      aws_apigatewayv2_stage.default.auto_deploy,
      aws_apigatewayv2_stage.default.default_route_settings[0].throttling_burst_limit,
      aws_apigatewayv2_stage.default.default_route_settings[0].throttling_rate_limit,
    ]) == jsonencode(["$default", true, 20, 10])
    error_message = "The stage is not as it was asked for."
  }

  assert {
    condition = jsonencode([
      aws_cloudwatch_log_group.access.name,
      aws_cloudwatch_log_group.access.retention_in_days,
      aws_apigatewayv2_stage.default.access_log_settings[0].destination_arn,
      ]) == jsonencode([
      "/aws/vendedlogs/apigateway/kaiwa-test",
      30,
      "arn:aws:logs:ap-northeast-1:123456789012:log-group:group",
    ])
    error_message = "The access log does not go to its log group."
  }

  assert {
    condition = alltrue([
      for value in values(jsondecode(aws_apigatewayv2_stage.default.access_log_settings[0].format)) : can(regex("^\\$context\\.[A-Za-z.]+$", value))
    ])
    error_message = "The access log is not JSON with one variable in each field."
  }
}

run "refuses_a_route_without_a_method" {
  command = plan

  module {
    source = "./modules/http_api"
  }

  variables {
    routes = { "/v1/things" = { function_name = "things", invoke_arn = "arn" } }
  }

  expect_failures = [var.routes]
}
