output "bucket" {
  description = "The bucket."
  value       = aws_s3_bucket.this
}

output "bucket_policy" {
  description = "The bucket's own policy document in JSON: what it refuses to everybody."
  value       = aws_s3_bucket_policy.this.policy
}

output "delete_policy" {
  description = "Policy document in JSON for a function that deletes all of a person's exports."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:DeleteObject"]
        Resource = "${aws_s3_bucket.this.arn}/${local.folder}/*"
      },
      {
        # One person's folder at a time: a list of all of them would tell who there is.
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = aws_s3_bucket.this.arn
        Condition = { StringLike = { "s3:prefix" = "${local.folder}/*/" } }
      },
    ]
  })
}

output "draw_policy" {
  description = "Policy document in JSON for a function that stores pictures that were drawn, reads them, and deletes those of a person."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource = "${aws_s3_bucket.this.arn}/${local.pictures}/*"
      },
      {
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = aws_s3_bucket.this.arn
        Condition = { StringLike = { "s3:prefix" = "${local.pictures}/*/" } }
      },
    ]
  })
}

output "show_policy" {
  description = "Policy document in JSON for a function that shows a picture to whoever has its address."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = "${aws_s3_bucket.this.arn}/${local.pictures}/*"
    }]
  })
}

output "share_policy" {
  description = "Policy document in JSON for a function that stores exports and signs the URLs to read them by."
  value = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "${aws_s3_bucket.this.arn}/${local.folder}/*"
    }]
  })
}
