mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "test"
  packages_directory = "tests/packages"
}

run "refuses_too_little" {
  command = plan

  variables {
    answer_deadline_seconds  = 9
    environment              = "x"
    history_max_characters   = 0
    history_max_messages     = 0
    max_receive_count        = 4
    maximum_concurrency      = 1
    memory_megabytes         = 127
    message_retention_days   = 0
    openai_instructions      = " "
    openai_max_output_tokens = 15
    openai_model             = ""
    openai_reasoning_effort  = ""
    openai_temperature       = -0.1
    project                  = "x"
    secret_cache_seconds     = -1
    throttling_burst_limit   = 0
    throttling_rate_limit    = 0
  }

  expect_failures = [
    var.answer_deadline_seconds,
    var.environment,
    var.history_max_characters,
    var.history_max_messages,
    var.max_receive_count,
    var.maximum_concurrency,
    var.memory_megabytes,
    var.message_retention_days,
    var.openai_instructions,
    var.openai_max_output_tokens,
    var.openai_model,
    var.openai_reasoning_effort,
    var.openai_temperature,
    var.project,
    var.secret_cache_seconds,
    var.throttling_burst_limit,
    var.throttling_rate_limit,
  ]
}

run "refuses_too_much" {
  command = plan

  variables {
    answer_deadline_seconds = 871
    environment             = "thirteen-char"
    max_receive_count       = 1001
    maximum_concurrency     = 1001
    memory_megabytes        = 10241
    openai_instructions     = join("", [for number in range(1001) : "話"])
    openai_temperature      = 2.1
    project                 = "thirteen-char"
  }

  expect_failures = [
    var.answer_deadline_seconds,
    var.environment,
    var.max_receive_count,
    var.maximum_concurrency,
    var.memory_megabytes,
    var.openai_instructions,
    var.openai_temperature,
    var.project,
  ]
}

run "refuses_what_is_malformed" {
  command = plan

  variables {
    answer_deadline_seconds  = 120.5
    architecture             = "amd64"
    environment              = "Production"
    history_max_characters   = 1.5
    history_max_messages     = 1.5
    line_api_base_url        = "https://api.line.me/"
    log_level                = "TRACE"
    max_receive_count        = 5.5
    maximum_concurrency      = 2.5
    memory_megabytes         = 512.5
    message_retention_days   = 1.5
    openai_base_url          = "api.openai.com/v1"
    openai_max_output_tokens = 16.5
    project                  = "ssm-kaiwa"
    secret_cache_seconds     = 1.5
  }

  expect_failures = [
    var.answer_deadline_seconds,
    var.architecture,
    var.environment,
    var.history_max_characters,
    var.history_max_messages,
    var.line_api_base_url,
    var.log_level,
    var.max_receive_count,
    var.maximum_concurrency,
    var.memory_megabytes,
    var.message_retention_days,
    var.openai_base_url,
    var.openai_max_output_tokens,
    var.project,
    var.secret_cache_seconds,
  ]
}
