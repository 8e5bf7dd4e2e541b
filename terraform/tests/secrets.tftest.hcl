mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_ssm_parameter.this["FIRST"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/FIRST" }
}

override_resource {
  target = aws_ssm_parameter.this["SECOND"]
  values = { arn = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/kaiwa/test/SECOND" }
}

variables {
  base_path = "/kaiwa/test/"
  secrets   = { FIRST = "The first.", SECOND = "The second." }
  readers   = { one = ["FIRST"], both = ["FIRST", "SECOND"] }
}

run "secrets" {
  module {
    source = "./modules/secrets"
  }

  assert {
    condition = jsonencode([for parameter in aws_ssm_parameter.this : [parameter.name, parameter.type, parameter.description]]) == jsonencode([
      ["/kaiwa/test/FIRST", "SecureString", "The first."],
      ["/kaiwa/test/SECOND", "SecureString", "The second."],
    ])
    error_message = "The parameters are not as they were asked for."
  }

  assert {
    condition     = alltrue([for parameter in aws_ssm_parameter.this : parameter.value_wo == null && parameter.value_wo_version == 1])
    error_message = "A value is in the state, or Terraform would write it again."
  }

  assert {
    condition     = jsonencode([output.base_path, output.names]) == jsonencode(["/kaiwa/test/", ["FIRST", "SECOND"]])
    error_message = "The outputs do not name the secrets."
  }

  assert {
    condition = jsonencode({ for reader, policy in output.reader_policies : reader => jsondecode(policy).Statement }) == jsonencode({
      for reader, names in { both = ["FIRST", "SECOND"], one = ["FIRST"] } : reader => [{
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
    source = "./modules/secrets"
  }

  variables {
    secrets = { FIRST = "The first, described otherwise.", SECOND = "The second." }
  }

  assert {
    condition     = jsonencode([for parameter in aws_ssm_parameter.this : [parameter.description, parameter.value_wo_version]]) == jsonencode([["The first.", 1], ["The second.", 1]])
    error_message = "The parameter would be changed, and the secret with it."
  }
}

run "refuses_a_path_without_slashes" {
  command = plan

  module {
    source = "./modules/secrets"
  }

  variables {
    base_path = "kaiwa/test"
  }

  expect_failures = [var.base_path]
}
