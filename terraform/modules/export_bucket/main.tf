locals {
  # Every person has a folder of their own in each. Pictures that were drawn are apart from exports: they are kept as
  # long as the messages that they came with.
  folder   = "exports"
  pictures = "pictures"

  # A signed URL that got into wrong hands is of no use for long, however long it was signed for.
  refuse_old_signatures = {
    Sid       = "RefuseOldSignatures"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:GetObject"
    Resource  = "${aws_s3_bucket.this.arn}/*"
    Condition = { NumericGreaterThan = { "s3:signatureAge" = tostring(5 * 60 * 1000) } } # milliseconds
  }

  refuse_without_tls = {
    Sid       = "RefuseWithoutTls"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:*"
    Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }
}

resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_21:What is deleted must be gone.

  bucket        = var.bucket
  force_destroy = true # copies, and pictures whose messages go with the table
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.bucket

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket

  rule {
    bucket_key_enabled = var.kms_key_arn == null ? null : true # asks KMS once for many files

    apply_server_side_encryption_by_default {
      kms_master_key_id = var.kms_key_arn
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
    }
  }
}

# No versions are kept: what is deleted is gone.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket

  rule {
    id     = "expire"
    status = "Enabled"

    filter {
      prefix = "${local.folder}/"
    }

    expiration {
      days = var.retention_days
    }
  }

  rule {
    id     = "expire-pictures"
    status = "Enabled"

    filter {
      prefix = "${local.pictures}/"
    }

    expiration {
      days = var.picture_retention_days
    }
  }

  rule {
    id     = "abort"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.bucket

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.refuse_old_signatures], var.require_tls ? [local.refuse_without_tls] : [])
  })

  # S3 takes one change of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
