# The function chatgpt was called gpt_action. Its route to the API is kept, so that the addresses work
# on; its role, log group and the function itself have names of their own and are replaced.
moved {
  from = module.gpt_action
  to   = module.chatgpt
}

# Settings and secrets are parameters of one module; their names in SSM stay.
moved {
  from = module.parameters.aws_ssm_parameter.this
  to   = module.parameters.aws_ssm_parameter.setting
}

moved {
  from = module.secrets.aws_ssm_parameter.this
  to   = module.parameters.aws_ssm_parameter.secret
}

# There was one client, the one with which a GPT's action signs in. It keeps its id and secret.
moved {
  from = module.user_pool.aws_cognito_user_pool_client.this
  to   = module.user_pool.aws_cognito_user_pool_client.this["action"]
}

# Tokens were asked for at Cognito, past the function. Moved, so that the old integration goes together
# with its route: AWS refuses to delete it before.
moved {
  from = module.http_api.aws_apigatewayv2_integration.server["POST /oauth2/token"]
  to   = module.http_api.aws_apigatewayv2_integration.function["POST /oauth2/token"]
}

# Counted from lines of the log, now from metrics. Its name is the same.
moved {
  from = module.line_reply.aws_cloudwatch_metric_alarm.log["not-delivered"]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["line-reply-not-delivered"]
}
