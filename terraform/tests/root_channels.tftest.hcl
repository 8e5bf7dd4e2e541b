# Further LINE channels: a route, parameters and rights for each, and what is refused.

mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.parameters.aws_ssm_parameter.secret["channels/shop/LINE_CHANNEL_ACCESS_TOKEN"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/channels/shop/LINE_CHANNEL_ACCESS_TOKEN" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.secret["channels/shop/LINE_CHANNEL_SECRET"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/channels/shop/LINE_CHANNEL_SECRET" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.setting["channels/shop/ALLOWED_USER_IDS"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/channels/shop/ALLOWED_USER_IDS" }
}

override_resource {
  target = module.parameters.aws_ssm_parameter.setting["channels/shop/OPENAI_INSTRUCTIONS"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/channels/shop/OPENAI_INSTRUCTIONS" }
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "one_is_the_default" {
  assert {
    condition = (
      length(output.channels) == 0 && length(output.secret_names) == 3
      && jsonencode(keys(local.webhook_routes)) == jsonencode(["POST /v1/line/bot/message/reply"])
      && !contains(keys(module.line_webhook.function.environment[0].variables), "CHANNEL_ROUTES")
      && !contains(keys(module.line_reply.function.environment[0].variables), "CHANNELS")
    )
    error_message = "There is something for channels that nobody has asked for."
  }
}

run "two_more" {
  variables {
    allowed_user_ids    = ["U00000000000000000000000000000001"]
    openai_instructions = "You are Kaiwa."
    channels = {
      help = { allowed_user_ids = [], path = "/webhooks/help" }
      shop = { openai_instructions = "You sell tea.", openai_model = "gpt-6.1-luna" }
    }
  }

  assert {
    condition = jsonencode(output.channels) == jsonencode({
      help = { openai_model = "gpt-6.1-terra", webhook_url = "https://api.execute-api.ap-northeast-1.amazonaws.com/webhooks/help" }
      shop = { openai_model = "gpt-6.1-luna", webhook_url = "https://api.execute-api.ap-northeast-1.amazonaws.com/v1/line/bot/shop/message/reply" }
    })
    error_message = "The channels' webhooks or models are not as agreed: ${jsonencode(output.channels)}"
  }

  assert {
    condition = jsonencode([
      jsondecode(module.line_webhook.function.environment[0].variables["CHANNEL_ROUTES"]),
      jsondecode(module.line_reply.function.environment[0].variables["CHANNELS"]),
      ]) == jsonencode([
      { "POST /v1/line/bot/shop/message/reply" = "shop", "POST /webhooks/help" = "help" },
      { help = "gpt-6.1-terra", shop = "gpt-6.1-luna" },
    ])
    error_message = "The functions do not know which channel is which."
  }

  assert {
    condition = jsonencode(keys(local.webhook_routes)) == jsonencode([
      "POST /v1/line/bot/message/reply", "POST /v1/line/bot/shop/message/reply", "POST /webhooks/help",
    ]) && alltrue([for route in values(local.webhook_routes) : route.alias.function_name == "kaiwa-test-line-webhook"])
    error_message = "A webhook has no route, or leads elsewhere."
  }

  assert {
    condition = jsonencode({ for name, value in module.parameters.settings : name => value if strcontains(name, "/channels/") }) == jsonencode({
      "/kaiwa/test/channels/help/ALLOWED_USER_IDS"    = "*"
      "/kaiwa/test/channels/help/OPENAI_INSTRUCTIONS" = "You are Kaiwa."
      "/kaiwa/test/channels/shop/ALLOWED_USER_IDS"    = "U00000000000000000000000000000001"
      "/kaiwa/test/channels/shop/OPENAI_INSTRUCTIONS" = "You sell tea."
    })
    error_message = "What a channel leaves out is not as for default, or what it sets is."
  }

  assert {
    condition = jsonencode(output.secret_names) == jsonencode([
      "LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY",
      "channels/help/LINE_CHANNEL_ACCESS_TOKEN", "channels/help/LINE_CHANNEL_SECRET",
      "channels/shop/LINE_CHANNEL_ACCESS_TOKEN", "channels/shop/LINE_CHANNEL_SECRET",
    ])
    error_message = "make secrets does not ask for the channels' secrets: ${jsonencode(output.secret_names)}"
  }

  assert {
    condition = jsonencode([
      for policy in [module.chatgpt.policies.read_parameters, module.line_reply.policies.read_parameters, module.line_webhook.policies.read_parameters] :
      sort([for arn in flatten(jsondecode(policy).Statement[*].Resource) : basename(arn) if strcontains(arn, "/shop/")])
    ]) == jsonencode([[], ["ALLOWED_USER_IDS", "LINE_CHANNEL_ACCESS_TOKEN", "OPENAI_INSTRUCTIONS"], ["LINE_CHANNEL_SECRET"]])
    error_message = "A function may read more of a channel than it needs, or less."
  }
}

run "a_name_is_short_and_not_default" {
  command = plan

  variables {
    channels = { default = {} }
  }

  expect_failures = [var.channels]
}

run "a_name_is_no_path" {
  command = plan

  variables {
    channels = { "shop/2" = {} }
  }

  expect_failures = [var.channels]
}

run "there_are_10_at_most" {
  command = plan

  variables {
    channels = { for number in range(11) : "shop-${number}" => {} }
  }

  expect_failures = [var.channels]
}

run "paths_are_there_once" {
  command = plan

  variables {
    channels = { help = { path = "/v1/line/bot/shop/message/reply" }, shop = {} }
  }

  expect_failures = [var.channels]
}

run "no_path_hides_another_route" {
  command = plan

  variables {
    channels = { shop = { path = "/mcp" } }
  }

  expect_failures = [var.channels]
}

run "settings_are_as_for_default" {
  command = plan

  variables {
    channels = { shop = { allowed_user_ids = ["hanako"], openai_instructions = " ", openai_model = "" } }
  }

  expect_failures = [var.channels]
}
