mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  bucket                 = "bucket"
  picture_retention_days = 90
  require_tls            = true
  retention_days         = 1
}

run "bucket" {
  module {
    source = "./modules/export_bucket"
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "bucket" && aws_s3_bucket.this.force_destroy
    error_message = "The bucket is not as it was asked for."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.bucket == "bucket",
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "The bucket is not private."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_server_side_encryption_configuration.this.bucket == "bucket",
      one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256",
    ])
    error_message = "The bucket is not encrypted."
  }

  assert {
    condition = jsonencode([
      aws_s3_bucket_lifecycle_configuration.this.bucket,
      aws_s3_bucket_lifecycle_configuration.this.rule[0].status,
      aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days,
      aws_s3_bucket_lifecycle_configuration.this.rule[0].filter[0].prefix,
      aws_s3_bucket_lifecycle_configuration.this.rule[2].abort_incomplete_multipart_upload[0].days_after_initiation,
      aws_s3_bucket_lifecycle_configuration.this.rule[1].status,
      aws_s3_bucket_lifecycle_configuration.this.rule[1].expiration[0].days,
      aws_s3_bucket_lifecycle_configuration.this.rule[1].filter[0].prefix,
    ]) == jsonencode(["bucket", "Enabled", 1, "exports/", 1, "Enabled", 90, "pictures/"])
    error_message = "Exports do not expire after a day, or pictures with their messages."
  }

  assert {
    condition = aws_s3_bucket_policy.this.bucket == "bucket" && jsonencode(jsondecode(aws_s3_bucket_policy.this.policy).Statement) == jsonencode([
      {
        Sid       = "RefuseOldSignatures"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::bucket/*"
        Condition = { NumericGreaterThan = { "s3:signatureAge" = "300000" } }
      },
      {
        Sid       = "RefuseWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ])
    error_message = "The bucket's policy is ${aws_s3_bucket_policy.this.policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.share_policy).Statement) == jsonencode([
      { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::bucket/exports/*" },
    ])
    error_message = "The one who shares exports may do something else: ${output.share_policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.delete_policy).Statement) == jsonencode([
      { Effect = "Allow", Action = ["s3:DeleteObject"], Resource = "arn:aws:s3:::bucket/exports/*" },
      {
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = "arn:aws:s3:::bucket"
        Condition = { StringLike = { "s3:prefix" = "exports/*/" } }
      },
    ])
    error_message = "The one who deletes exports may do something else: ${output.delete_policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.draw_policy).Statement) == jsonencode([
      { Effect = "Allow", Action = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::bucket/pictures/*" },
      {
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = "arn:aws:s3:::bucket"
        Condition = { StringLike = { "s3:prefix" = "pictures/*/" } }
      },
    ])
    error_message = "The one who draws may do something else: ${output.draw_policy}"
  }

  assert {
    condition = jsonencode(jsondecode(output.show_policy).Statement) == jsonencode([
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::bucket/pictures/*" },
    ])
    error_message = "The one who shows pictures may do something else: ${output.show_policy}"
  }
}

run "without_tls" {
  module {
    source = "./modules/export_bucket"
  }

  variables {
    require_tls = false
  }

  assert {
    condition     = jsonencode(jsondecode(aws_s3_bucket_policy.this.policy).Statement[*].Sid) == jsonencode(["RefuseOldSignatures"])
    error_message = "The bucket's policy is ${aws_s3_bucket_policy.this.policy}"
  }
}
