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
  base_path  = "/kaiwa/test/"
  parameters = { FIRST = { description = "The first.", value = "一" }, SECOND = { description = "The second.", value = "two" } }
  readers    = { one = ["FIRST"], both = ["FIRST", "SECOND"] }
}

run "parameters" {
  module {
    source = "./modules/parameters"
  }

  assert {
    condition = jsonencode([for parameter in aws_ssm_parameter.this : [parameter.name, parameter.type, parameter.description, parameter.insecure_value]]) == jsonencode([
      ["/kaiwa/test/FIRST", "String", "The first.", "一"],
      ["/kaiwa/test/SECOND", "String", "The second.", "two"],
    ])
    error_message = "The parameters are not as they were asked for."
  }

  assert {
    condition     = jsonencode(output.values) == jsonencode({ "/kaiwa/test/FIRST" = "一", "/kaiwa/test/SECOND" = "two" })
    error_message = "The output says something else: ${jsonencode(output.values)}"
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
