mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                   = "kaiwa-test"
  alarm_actions          = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
  authorizer             = { audience = ["client"], issuer = "https://issuer.example.com/pool" }
  base_url               = null
  cors                   = null
  custom_domain          = null
  log_retention_days     = 30
  throttling_burst_limit = 20
  throttling_rate_limit  = 10
  routes = {
    "GET /things/{thing_id}" = {
      alias  = { function_name = "kaiwa-test-things", name = "live", invoke_arn = "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/things:live/invocations" }
      scopes = ["things/read", "things/send"]
    }
    "POST /v1/things/new" = {
      alias = { function_name = "kaiwa-test-things", name = "live", invoke_arn = "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/things:live/invocations" }
    }
  }
}

run "api" {
  module {
    source = "./modules/http_api"
  }

  assert {
    condition = jsonencode([
      aws_apigatewayv2_api.this.name,
      aws_apigatewayv2_api.this.protocol_type,
      length(aws_apigatewayv2_api.this.cors_configuration),
    ]) == jsonencode(["kaiwa-test", "HTTP", 0])
    error_message = "The API is not as it was asked for."
  }

  assert {
    condition = jsonencode({
      namespace  = output.alarm.namespace
      metric     = output.alarm.metric_name
      dimensions = output.alarm.dimensions
      condition  = [output.alarm.statistic, output.alarm.period, output.alarm.comparison_operator, output.alarm.threshold]
      actions    = distinct(concat(tolist(output.alarm.alarm_actions), tolist(output.alarm.ok_actions)))
      }) == jsonencode({
      namespace  = "AWS/ApiGateway"
      metric     = "5xx"
      dimensions = { ApiId = "api" }
      condition  = ["Sum", 300, "GreaterThanThreshold", 0]
      actions    = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]
    })
    error_message = "The alarm does not tell of requests that failed."
  }

  assert {
    condition = jsonencode({
      for key, route in aws_apigatewayv2_route.this : key => [
        route.route_key,
        route.target,
        route.authorization_type,
        route.authorizer_id,
        route.authorization_scopes,
      ]
      }) == jsonencode({
      "GET /things/{thing_id}" = ["GET /things/{thing_id}", "integrations/integration", "JWT", "authorizer", ["things/read", "things/send"]]
      "POST /v1/things/new"    = ["POST /v1/things/new", "integrations/integration", "NONE", null, []]
    })
    error_message = "A route leads elsewhere, or lets in someone else."
  }

  assert {
    condition = jsonencode([
      aws_apigatewayv2_authorizer.this.authorizer_type,
      aws_apigatewayv2_authorizer.this.identity_sources,
      aws_apigatewayv2_authorizer.this.jwt_configuration[0].audience,
      aws_apigatewayv2_authorizer.this.jwt_configuration[0].issuer,
    ]) == jsonencode(["JWT", ["$request.header.Authorization"], ["client"], "https://issuer.example.com/pool"])
    error_message = "The authorizer takes other tokens."
  }

  assert {
    condition = jsonencode({
      for key, integration in aws_apigatewayv2_integration.function : key => [
        integration.integration_type,
        integration.integration_uri,
        integration.payload_format_version,
      ]
      }) == jsonencode({
      for key in ["GET /things/{thing_id}", "POST /v1/things/new"] : key => [
        "AWS_PROXY",
        "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/things:live/invocations",
        "2.0",
      ]
    })
    error_message = "A route does not lead to its function."
  }

  assert {
    condition = jsonencode([
      for permission in aws_lambda_permission.this : [
        permission.action,
        permission.function_name,
        permission.qualifier,
        permission.principal,
        permission.source_arn,
        permission.statement_id,
      ]
      ]) == jsonencode([[
        "lambda:InvokeFunction",
        "kaiwa-test-things",
        "live",
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:ap-northeast-1:123456789012:api/*/*",
        "invoke-from-kaiwa-test",
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

  assert {
    condition = jsonencode([output.url, output.dns_targets, length(aws_apigatewayv2_domain_name.this)]) == jsonencode([
      "https://api.execute-api.ap-northeast-1.amazonaws.com", {}, 0,
    ])
    error_message = "The API's address is ${output.url}"
  }

  assert {
    condition     = jsonencode(output.authorizer) == jsonencode({ audience = ["client"], issuer = "https://issuer.example.com/pool" })
    error_message = "The output says something else: ${jsonencode(output.authorizer)}"
  }
}

run "api_with_a_domain_and_web_pages" {
  module {
    source = "./modules/http_api"
  }

  variables {
    cors          = { allow_headers = ["authorization"], allow_methods = ["GET"], allow_origins = ["https://example.com"], expose_headers = ["www-authenticate"], max_age_seconds = 60 }
    custom_domain = { name = "api.example.com", certificate_arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/api", hosted_zone_id = "ZONE" }
  }

  assert {
    condition = jsonencode([
      aws_apigatewayv2_api.this.cors_configuration[0].allow_headers,
      aws_apigatewayv2_api.this.cors_configuration[0].allow_methods,
      aws_apigatewayv2_api.this.cors_configuration[0].allow_origins,
      aws_apigatewayv2_api.this.cors_configuration[0].expose_headers,
      aws_apigatewayv2_api.this.cors_configuration[0].max_age,
    ]) == jsonencode([["authorization"], ["GET"], ["https://example.com"], ["www-authenticate"], 60])
    error_message = "Other web pages may call the API, or in another way."
  }

  assert {
    condition = jsonencode([
      aws_apigatewayv2_domain_name.this[0].domain_name,
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].certificate_arn,
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].endpoint_type,
      aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].security_policy,
      aws_apigatewayv2_api_mapping.this[0].api_id,
      aws_route53_record.this[0].zone_id,
      aws_route53_record.this[0].name,
      aws_route53_record.this[0].type,
      keys(output.dns_targets),
      output.url,
      ]) == jsonencode([
      "api.example.com",
      "arn:aws:acm:ap-northeast-1:123456789012:certificate/api",
      "REGIONAL",
      "TLS_1_2",
      "api",
      "ZONE",
      "api.example.com",
      "A",
      ["api.example.com"],
      "https://api.example.com",
    ])
    error_message = "The API is not under its own domain name."
  }
}

run "refuses_a_route_without_a_method" {
  command = plan

  module {
    source = "./modules/http_api"
  }

  variables {
    routes = { "/v1/things" = { alias = { function_name = "things", name = "live", invoke_arn = "arn" } } }
  }

  expect_failures = [var.routes]
}

run "api_behind_something_else" {
  module {
    source = "./modules/http_api"
  }

  variables {
    base_url      = "https://edge.example.com"
    custom_domain = { name = "api.example.com", certificate_arn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/api" }
  }

  assert {
    condition     = output.url == "https://edge.example.com" && jsonencode(keys(output.dns_targets)) == jsonencode(["api.example.com"])
    error_message = "Clients would not be sent to what is in front of the API, or its own domain name is gone."
  }
}
