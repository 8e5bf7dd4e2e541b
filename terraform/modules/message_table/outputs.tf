output "batch_policy" {
  description = "Policy document in JSON for a function that writes or deletes many items at a time."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:BatchWriteItem"]
      Resource = aws_dynamodb_table.this.arn
    }]
  })
}

output "check_policy" {
  description = "Policy document in JSON for a function that proves the table with a probe item."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:DescribeTable"]
        Resource = aws_dynamodb_table.this.arn
      },
      {
        Effect    = "Allow"
        Action    = ["dynamodb:DeleteItem", "dynamodb:PutItem"]
        Resource  = aws_dynamodb_table.this.arn
        Condition = local.only["probe"]
      },
      local.query_statement,
    ]
  })
}

output "index" {
  description = "Name of the table's index."
  value       = local.index
}

output "read_sent_bubbles_policy" {
  description = "Policy document in JSON for a function that looks up whether a bubble is the bot's own, and whether the bot listens in to a group."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["dynamodb:GetItem"]
      Resource  = aws_dynamodb_table.this.arn
      Condition = local.only["sent"]
    }]
  })
}

output "read_write_delete_policy" {
  description = "Policy document in JSON for a function that reads, writes and deletes items."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
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
        Resource = aws_dynamodb_table.this.arn
      },
      local.query_statement,
    ]
  })
}

output "table" {
  description = "The table."
  value       = aws_dynamodb_table.this
}
