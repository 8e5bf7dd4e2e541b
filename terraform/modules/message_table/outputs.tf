output "check_policy" {
  description = "Policy document in JSON for a function that proves the table with a probe item."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:PutItem"]
        Resource = aws_dynamodb_table.this.arn
      },
      local.query_statement,
    ]
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
