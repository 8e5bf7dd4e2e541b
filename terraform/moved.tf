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
