mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_ssm_parameter.setting["FIRST"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/FIRST" }
}

override_resource {
  target = aws_ssm_parameter.setting["SECOND"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/SECOND" }
}

override_resource {
  target = aws_ssm_parameter.secret["TOKEN"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/TOKEN" }
}

override_resource {
  target = aws_ssm_parameter.secret["KEY"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/KEY" }
}

variables {
  base_path = "/kaiwa/test/"
  settings  = { FIRST = { description = "The first.", value = "一" }, SECOND = { description = "The second.", value = "two" } }
  secrets   = { KEY = "The key.", TOKEN = "The token." }
  readers   = { one = ["KEY"], all = ["FIRST", "KEY", "SECOND", "TOKEN"] }
}

run "parameters" {
  module {
    source = "./modules/parameters"
  }

  assert {
    condition = jsonencode([for parameter in aws_ssm_parameter.setting : [parameter.name, parameter.type, parameter.description, parameter.insecure_value]]) == jsonencode([
      ["/kaiwa/test/FIRST", "String", "The first.", "一"],
      ["/kaiwa/test/SECOND", "String", "The second.", "two"],
    ])
    error_message = "The settings are not as they were asked for."
  }

  assert {
    condition = jsonencode([for parameter in aws_ssm_parameter.secret : [parameter.name, parameter.type, parameter.description]]) == jsonencode([
      ["/kaiwa/test/KEY", "SecureString", "The key."],
      ["/kaiwa/test/TOKEN", "SecureString", "The token."],
    ])
    error_message = "The secrets are not as they were asked for."
  }

  assert {
    condition     = alltrue([for parameter in aws_ssm_parameter.secret : parameter.value_wo == null && parameter.value_wo_version == 1])
    error_message = "A value is in the state, or Terraform would write it again."
  }

  assert {
    condition     = jsonencode(output.settings) == jsonencode({ "/kaiwa/test/FIRST" = "一", "/kaiwa/test/SECOND" = "two" })
    error_message = "The output says something else: ${jsonencode(output.settings)}"
  }

  assert {
    condition     = jsonencode([output.base_path, output.secret_names]) == jsonencode(["/kaiwa/test/", ["KEY", "TOKEN"]])
    error_message = "The outputs do not name the secrets."
  }

  assert {
    condition = jsonencode({ for reader, policy in output.reader_policies : reader => jsondecode(policy).Statement }) == jsonencode({
      for reader, names in { all = ["FIRST", "KEY", "SECOND", "TOKEN"], one = ["KEY"] } : reader => [{
        Effect   = "Allow"
        Action   = ["ssm:GetParameter"]
        Resource = [for name in names : "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/${name}"]
      }]
    })
    error_message = "A reader may read something else: ${jsonencode(output.reader_policies)}"
  }
}

# An update of the parameter would write an empty value over the secret: see the module.
run "a_changed_description_leaves_the_secret_alone" {
  command = plan

  module {
    source = "./modules/parameters"
  }

  variables {
    secrets = { KEY = "The key, described otherwise.", TOKEN = "The token." }
  }

  assert {
    condition     = jsonencode([for parameter in aws_ssm_parameter.secret : [parameter.description, parameter.value_wo_version]]) == jsonencode([["The key.", 1], ["The token.", 1]])
    error_message = "The parameter would be changed, and the secret with it."
  }
}

run "refuses_a_path_without_slashes" {
  command = plan

  module {
    source = "./modules/parameters"
  }

  variables {
    base_path = "kaiwa/test"
  }

  expect_failures = [var.base_path]
}

run "refuses_a_name_that_is_both" {
  command = plan

  module {
    source = "./modules/parameters"
  }

  variables {
    secrets = { FIRST = "The first again.", KEY = "The key.", TOKEN = "The token." }
  }

  expect_failures = [var.secrets]
}
