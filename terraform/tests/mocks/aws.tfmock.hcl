# What AWS would answer, for those attributes that must look like the real thing.

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_cognito_user_pool" {
  defaults = {
    id  = "ap-northeast-1_existing"
    arn = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_existing"
  }
}

mock_data "aws_region" {
  defaults = { id = "ap-northeast-1" }
}

mock_resource "aws_apigatewayv2_api" {
  defaults = {
    id            = "api"
    api_endpoint  = "https://api.execute-api.ap-northeast-1.amazonaws.com"
    execution_arn = "arn:aws:execute-api:ap-northeast-1:123456789012:api"
  }
}

mock_resource "aws_apigatewayv2_authorizer" {
  defaults = { id = "authorizer" }
}

mock_resource "aws_apigatewayv2_integration" {
  defaults = { id = "integration" }
}

mock_resource "aws_scheduler_schedule_group" {
  defaults = { arn = "arn:aws:scheduler:ap-northeast-1:123456789012:schedule-group/reminders" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:ap-northeast-1:123456789012:log-group:group" }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = { arn = "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:alarm" }
}

mock_resource "aws_cognito_user_pool" {
  defaults = {
    id  = "ap-northeast-1_new"
    arn = "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/ap-northeast-1_new"
  }
}

mock_resource "aws_cognito_user_pool_client" {
  defaults = {
    id            = "client"
    client_secret = "client-secret"
  }
}

mock_resource "aws_cognito_user_pool_domain" {
  defaults = {
    cloudfront_distribution         = "sign-in.cloudfront.net"
    cloudfront_distribution_zone_id = "Z2FDTNDATAQYW2"
  }
}

mock_resource "aws_dynamodb_table" {
  defaults = { arn = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages" }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
}

mock_resource "aws_iam_policy" {
  defaults = { arn = "arn:aws:iam::123456789012:policy/policy" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/role" }
}

mock_resource "aws_lambda_alias" {
  defaults = {
    arn        = "arn:aws:lambda:ap-northeast-1:123456789012:function:function:live"
    invoke_arn = "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/function:live/invocations"
  }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn        = "arn:aws:lambda:ap-northeast-1:123456789012:function:function"
    invoke_arn = "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/function/invocations"
    version    = "1"
  }
}

mock_resource "aws_lambda_layer_version" {
  defaults = { arn = "arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1" }
}

mock_resource "aws_s3_bucket" {
  defaults = { arn = "arn:aws:s3:::bucket" }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:ap-northeast-1:123456789012:topic" }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:ap-northeast-1:123456789012:queue.fifo"
    url = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/queue.fifo"
  }
}

mock_resource "aws_ssm_parameter" {
  defaults = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/parameter" }
}
