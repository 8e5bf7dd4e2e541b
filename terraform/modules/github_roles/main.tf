# The roles that a GitHub repository's workflows take to plan and apply one deployment. GitHub tells AWS by a signed
# token (OIDC) which repository and what kind of run is asking: its subject, which is compared word by word.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.id
  prefix  = "${var.project}-${var.environment}"
  issuer  = "token.actions.githubusercontent.com"
  # Apart from the functions' roles, which the role apply may change: it must not change itself.
  path = "/github/"

  provider_arn = coalesce(var.existing_provider_arn, one(aws_iam_openid_connect_provider.this[*].arn))

  # Who may take each role. Whoever may push a branch decides what runs on a pull request, so `preview` reads the
  # state and nothing else; the other two are for what was merged, and `apply` for what was approved as well.
  subjects = {
    preview = "repo:${var.repository}:pull_request"
    plan    = "repo:${var.repository}:ref:refs/heads/${var.branch}"
    apply   = "repo:${var.repository}:environment:${var.github_environment}"
  }
}

resource "aws_iam_openid_connect_provider" "this" {
  count = var.existing_provider_arn == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "this" {
  for_each = local.subjects

  name = "${local.prefix}-${each.key}"
  path = local.path
  # A gradual roll-out waits between its steps.
  max_session_duration = each.key == "apply" ? 4 * 60 * 60 : 60 * 60

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = each.value
        }
      }
    }]
  })
}

resource "aws_iam_policy" "this" {
  for_each = local.policies

  name        = "${local.prefix}-${replace(each.key, "_", "-")}"
  path        = local.path
  description = each.value.description
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for pair in local.attachments : "${pair.role}/${pair.policy}" => pair }

  role       = aws_iam_role.this[each.value.role].name
  policy_arn = aws_iam_policy.this[each.value.policy].arn
}
