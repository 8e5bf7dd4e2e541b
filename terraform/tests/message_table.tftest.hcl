mock_provider "aws" {
  source = "./tests/mocks"
}

run "table" {
  module {
    source = "./modules/message_table"
  }

  variables {
    name                  = "kaiwa-test-messages"
    backup_retention_days = 35
    deletion_protection   = true
  }

  assert {
    condition = jsonencode({
      name                = aws_dynamodb_table.this.name
      billing_mode        = aws_dynamodb_table.this.billing_mode
      deletion_protection = aws_dynamodb_table.this.deletion_protection_enabled
      hash_key            = aws_dynamodb_table.this.hash_key
      range_key           = aws_dynamodb_table.this.range_key
      attributes          = { for attribute in aws_dynamodb_table.this.attribute : attribute.name => attribute.type }
      indexes = [for index in aws_dynamodb_table.this.global_secondary_index : {
        name       = index.name
        hash_key   = index.hash_key
        range_key  = index.range_key
        projection = index.projection_type
      }]
      ttl                    = [aws_dynamodb_table.this.ttl[0].attribute_name, aws_dynamodb_table.this.ttl[0].enabled]
      point_in_time_recovery = [aws_dynamodb_table.this.point_in_time_recovery[0].enabled, aws_dynamodb_table.this.point_in_time_recovery[0].recovery_period_in_days]
      encryption             = aws_dynamodb_table.this.server_side_encryption[0].enabled
      }) == jsonencode({
      name                   = "kaiwa-test-messages"
      billing_mode           = "PAY_PER_REQUEST"
      deletion_protection    = true
      hash_key               = "id"
      range_key              = null
      attributes             = { createdAt = "S", id = "S", lineUserId = "S" }
      indexes                = [{ name = "byLineUserId", hash_key = "lineUserId", range_key = "createdAt", projection = "ALL" }]
      ttl                    = ["expiresAt", true]
      point_in_time_recovery = [true, 35]
      encryption             = true
    })
    error_message = "The table is not as the code expects it."
  }

  assert {
    condition = jsonencode(jsondecode(output.read_write_delete_policy).Statement) == jsonencode([
      {
        Effect = "Allow"
        Action = [
          "dynamodb:BatchGetItem",
          "dynamodb:ConditionCheckItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
        ]
        Resource = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages"
      },
      {
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages/index/byLineUserId"
      },
    ])
    error_message = "Those who also delete may do something else: ${output.read_write_delete_policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.batch_policy).Statement) == jsonencode([{
      Effect   = "Allow"
      Action   = ["dynamodb:BatchWriteItem"]
      Resource = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages"
    }])
    error_message = "Those who write many items may do something else: ${output.batch_policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.read_sent_bubbles_policy).Statement) == jsonencode([{
      Effect    = "Allow"
      Action    = ["dynamodb:GetItem"]
      Resource  = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages"
      Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["listening#*", "sent#*"] } }
    }])
    error_message = "Who looks up the bot's bubbles may read something else: ${output.read_sent_bubbles_policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.check_policy).Statement) == jsonencode([
      {
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeTable"]
        Resource = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages"
      },
      {
        Effect    = "Allow"
        Action    = ["dynamodb:DeleteItem", "dynamodb:PutItem"]
        Resource  = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages"
        Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["probe#*"] } }
      },
      {
        Effect   = "Allow"
        Action   = ["dynamodb:Query"]
        Resource = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages/index/byLineUserId"
      },
    ])
    error_message = "The one who checks the table may do something else: ${output.check_policy}"
  }
}
