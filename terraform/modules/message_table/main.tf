locals {
  index = "byLineUserId"

  # Only the index is queried: what is read from the table itself is named by its id.
  query_statement = {
    Effect   = "Allow"
    Action   = ["dynamodb:Query"]
    Resource = "${aws_dynamodb_table.this.arn}/index/${local.index}"
  }

  # The condition under which a grant is for items of some kinds only, by what their ids begin with. An
  # action that names no item would pass it, so it is for those that do.
  only = {
    for name, kinds in { probe = ["probe"], sent = ["listening", "sent"] } :
    name => { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = [for kind in kinds : "${kind}#*"] } }
  }
}

resource "aws_dynamodb_table" "this" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = var.deletion_protection
  hash_key                    = "id"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "lineUserId"
    type = "S"
  }

  attribute {
    name = "createdAt"
    type = "S"
  }

  global_secondary_index {
    name            = local.index
    hash_key        = "lineUserId"
    range_key       = "createdAt"
    projection_type = "ALL"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = var.backup_retention_days
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}
