# The tools that an operator gives the model: how they go to OpenAI, whose secrets they need, and what is refused.

mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.parameters.aws_ssm_parameter.secret["SHOP_TOKEN"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/SHOP_TOKEN" }
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "tools" {
  variables {
    web_search = true
    openai_tools = [
      { type = "file_search", vector_store_ids = ["vs_1"], max_num_results = 5 },
      {
        type                 = "mcp"
        server_label         = "shop"
        server_url           = "https://shop.example.com/mcp"
        server_description   = "What there is in the shop."
        allowed_tools        = ["find"]
        require_approval     = "never"
        authorization_secret = "SHOP_TOKEN"
      },
      { type = "mcp", server_label = "returns", server_url = "https://shop.example.com/returns", require_approval = "never", authorization_secret = "SHOP_TOKEN" },
      { type = "code_interpreter", memory_limit = "4g" },
    ]
  }

  assert {
    condition = jsonencode(jsondecode(module.parameters.settings["/kaiwa/test/OPENAI_TOOLS"])) == jsonencode([
      { type = "file_search", vector_store_ids = ["vs_1"], max_num_results = 5 },
      {
        type                 = "mcp"
        server_label         = "shop"
        server_url           = "https://shop.example.com/mcp"
        server_description   = "What there is in the shop."
        allowed_tools        = ["find"]
        require_approval     = "never"
        authorization_secret = "SHOP_TOKEN"
      },
      { type = "mcp", server_label = "returns", server_url = "https://shop.example.com/returns", require_approval = "never", authorization_secret = "SHOP_TOKEN" },
      { type = "code_interpreter", container = { type = "auto", memory_limit = "4g" } },
      { type = "web_search" },
    ])
    error_message = "The tools do not go to OpenAI as it takes them."
  }

  assert {
    condition     = jsonencode(output.openai_tools) == module.parameters.settings["/kaiwa/test/OPENAI_TOOLS"] && module.line_reply.function.environment[0].variables["HAS_TOOLS"] == "true"
    error_message = "make doctor or line_reply does not know of the tools."
  }

  assert {
    condition     = jsonencode(output.secret_names) == jsonencode(["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY", "SHOP_TOKEN"])
    error_message = "make secrets does not ask for the server's token, or asks twice."
  }

  assert {
    condition = jsonencode([
      for policy in [module.chatgpt.policies.read_parameters, module.line_reply.policies.read_parameters, module.line_webhook.policies.read_parameters] :
      contains(flatten(jsondecode(policy).Statement[*].Resource), "arn:aws:ssm:ap-northeast-1:123456789012:parameter/SHOP_TOKEN")
    ]) == jsonencode([false, true, false])
    error_message = "Others than line_reply may read the server's token, or it may not."
  }
}

run "web_search_is_one_thing" {
  command = plan

  variables {
    web_search   = true
    openai_tools = [{ type = "web_search", search_context_size = "low", allowed_domains = ["example.com"] }]
  }

  assert {
    condition = jsonencode(output.openai_tools) == jsonencode([
      { filters = { allowed_domains = ["example.com"] }, search_context_size = "low", type = "web_search" },
    ])
    error_message = "The web is searched twice, or otherwise than said."
  }
}

run "nobody_could_approve" {
  command = plan

  variables {
    openai_tools = [{ type = "mcp", server_label = "shop", server_url = "https://shop.example.com/mcp" }]
  }

  expect_failures = [var.openai_tools]
}

run "a_server_gets_no_other_secret" {
  command = plan

  variables {
    openai_tools = [{ type = "mcp", server_label = "shop", server_url = "https://shop.example.com/mcp", require_approval = "never", authorization_secret = "LINE_CHANNEL_SECRET" }]
  }

  expect_failures = [var.openai_tools]
}

run "a_server_is_reached_by_tls" {
  command = plan

  variables {
    openai_tools = [{ type = "mcp", server_label = "shop", server_url = "http://shop.example.com/mcp", require_approval = "never" }]
  }

  expect_failures = [var.openai_tools]
}

run "labels_are_there_once" {
  command = plan

  variables {
    openai_tools = [
      { type = "mcp", server_label = "shop", server_url = "https://shop.example.com/1", require_approval = "never" },
      { type = "mcp", server_label = "shop", server_url = "https://shop.example.com/2", require_approval = "never" },
    ]
  }

  expect_failures = [var.openai_tools]
}

run "a_search_needs_a_store" {
  command = plan

  variables {
    openai_tools = [{ type = "file_search" }]
  }

  expect_failures = [var.openai_tools]
}

run "a_tool_has_only_its_own_settings" {
  command = plan

  variables {
    openai_tools = [{ type = "web_search", vector_store_ids = ["vs_1"] }]
  }

  expect_failures = [var.openai_tools]
}

run "other_tools_are_not_known" {
  command = plan

  variables {
    openai_tools = [{ type = "computer_use" }]
    tool_prices  = { web_search = -1 }
  }

  expect_failures = [var.openai_tools, var.tool_prices]
}
