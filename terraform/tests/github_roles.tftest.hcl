mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "test"
  project     = "kaiwa"
  repository  = "octo-org@123456/kaiwa@456789"
}

run "roles" {
  module {
    source = "./modules/github_roles"
  }

  assert {
    # Who may take a role: GitHub's token is for AWS, and names the repository and the kind of run, word by word.
    condition = jsonencode({
      for name, role in aws_iam_role.this : name => jsondecode(role.assume_role_policy).Statement
      }) == jsonencode({
      for name, subject in {
        apply   = "repo:octo-org@123456/kaiwa@456789:environment:production"
        plan    = "repo:octo-org@123456/kaiwa@456789:ref:refs/heads/main"
        preview = "repo:octo-org@123456/kaiwa@456789:pull_request"
        } : name => [{
          Action = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
              "token.actions.githubusercontent.com:sub" = subject
            }
          }
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      }]
    })
    error_message = "A role may be taken by others than agreed."
  }

  assert {
    condition = jsonencode({
      for role in keys(aws_iam_role.this) : role => sort([for pair in local.attachments : pair.policy if pair.role == role])
      }) == jsonencode({
      apply = [
        "api_read", "api_write", "data_read", "data_write", "functions_read", "functions_write", "state_lock",
        "state_read", "state_write",
      ]
      plan    = ["api_read", "data_read", "functions_read", "state_lock", "state_read"]
      preview = ["state_read"]
    })
    error_message = "A role may do something else than agreed."
  }

  assert {
    # A role has ten policies at most, and a policy 6,144 characters.
    condition     = length(local.reading) + length(local.writing) <= 10 && alltrue([for policy in aws_iam_policy.this : length(policy.policy) <= 6144])
    error_message = "AWS takes no policy of ${jsonencode({ for name, policy in aws_iam_policy.this : name => length(policy.policy) })} characters."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_policy.this["state_read"].policy).Statement) == jsonencode([
      { Action = ["s3:ListBucket"], Effect = "Allow", Resource = "arn:aws:s3:::kaiwa-test-tfstate-123456789012-ap-northeast-1" },
      { Action = ["s3:GetObject"], Effect = "Allow", Resource = "arn:aws:s3:::kaiwa-test-tfstate-123456789012-ap-northeast-1/terraform.tfstate" },
    ])
    error_message = "A pull request can read more than the state."
  }

  assert {
    # What reads only changes nothing.
    condition = alltrue([
      for action in flatten([for name in ["api", "data", "functions"] : [for statement in local.statements[name].read : statement.Action]]) :
      can(regex(":(Describe|Get|List|GET)", action))
    ])
    error_message = "The role plan may change something."
  }

  assert {
    condition = length(setintersection(
      # A function decrypts what is encrypted with a key of one's own.
      flatten([for name, policy in aws_iam_policy.this : [
        for statement in jsondecode(policy.policy).Statement : setsubtract(flatten([statement.Action]), name == "boundary" ? ["kms:Decrypt"] : [])
      ]]),
      [
        "cognito-idp:DeleteUserPool", "dynamodb:DeleteTable", "dynamodb:Scan", "iam:AttachRolePolicy", "iam:CreatePolicyVersion",
        "iam:DeleteRolePermissionsBoundary", "kms:Decrypt", "lambda:InvokeFunction", "sts:AssumeRole",
      ],
    )) == 0
    error_message = "A role may delete people's data, read them, or widen itself."
  }

  assert {
    # A role may be made, and its policies written, within the boundary only; only a function can get it.
    condition = jsonencode([
      for statement in local.statements.functions.write : statement
      if length(setintersection(statement.Action, ["iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy"])) > 0
      ]) == jsonencode([
      {
        Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        Condition = { ArnEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::123456789012:policy/github/kaiwa-test-boundary" } }
        Effect    = "Allow"
        Resource  = ["arn:aws:iam::123456789012:role/kaiwa-test-*"]
      },
      {
        Action    = ["iam:PassRole"]
        Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
        Effect    = "Allow"
        Resource  = ["arn:aws:iam::123456789012:role/kaiwa-test-*"]
      },
    ])
    error_message = "The role apply can get around the boundary."
  }

  assert {
    # Its own roles have another path, so that it cannot change them.
    condition     = alltrue([for role in aws_iam_role.this : role.path == "/github/"]) && alltrue([for policy in aws_iam_policy.this : policy.path == "/github/"])
    error_message = "The role apply may change itself."
  }

  assert {
    condition     = jsonencode({ for name, role in aws_iam_role.this : name => role.max_session_duration }) == jsonencode({ apply = 14400, plan = 3600, preview = 3600 })
    error_message = "A session lasts too long, or not as long as a roll-out."
  }
}

run "chosen_values" {
  module {
    source = "./modules/github_roles"
  }

  variables {
    branch                = "release"
    existing_provider_arn = "arn:aws:iam::210987654321:oidc-provider/token.actions.githubusercontent.com"
    existing_user_pool_id = "ap-northeast-1_existing"
    github_environment    = "live"
    hosted_zone_ids       = ["Z1"]
    repository            = "octo-org/kaiwa"
    vpc                   = true
  }

  assert {
    condition = jsonencode(local.subjects) == jsonencode({
      preview = "repo:octo-org/kaiwa:pull_request"
      plan    = "repo:octo-org/kaiwa:ref:refs/heads/release"
      apply   = "repo:octo-org/kaiwa:environment:live"
    })
    error_message = "The roles are for ${jsonencode(local.subjects)}"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.this) == 0 && strcontains(aws_iam_role.this["plan"].assume_role_policy, "210987654321")
    error_message = "GitHub's provider is made a second time."
  }

  assert {
    condition = alltrue([
      for name, text in {
        api_write       = "arn:aws:route53:::hostedzone/Z1"
        data_write      = "userpool/ap-northeast-1_existing"
        functions_write = "ec2:DescribeVpcs"
      } : strcontains(aws_iam_policy.this[name].policy, text)
    ])
    error_message = "What was chosen is not granted."
  }

  assert {
    condition     = alltrue([for policy in aws_iam_policy.this : length(policy.policy) <= 6144])
    error_message = "AWS takes no policy of ${jsonencode({ for name, policy in aws_iam_policy.this : name => length(policy.policy) })} characters."
  }
}

run "refuses_wildcards" {
  command = plan

  module {
    source = "./modules/github_roles"
  }

  variables {
    repository = "octo-org/*"
  }

  expect_failures = [var.repository]
}
