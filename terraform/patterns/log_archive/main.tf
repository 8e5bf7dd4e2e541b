# A copy of log groups in a bucket where they are kept for as long as was agreed, whoever would have them gone.
# docs/hardening.md explains it: nothing of Kaiwa's own configuration depends on it.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

resource "aws_s3_bucket" "archive" {
  bucket = var.bucket
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.bucket

  versioning_configuration {
    status = "Enabled" # what is overwritten stays
  }
}

resource "aws_s3_bucket_public_access_block" "archive" {
  bucket = aws_s3_bucket.archive.bucket

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
  bucket = aws_s3_bucket.archive.bucket

  rule {
    bucket_key_enabled = var.kms_key_arn == null ? null : true

    apply_server_side_encryption_by_default {
      kms_master_key_id = var.kms_key_arn
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
    }
  }
}

# When its time is over a copy goes, and a day later its version. A bucket's policy does not keep S3 from that.
resource "aws_s3_bucket_lifecycle_configuration" "archive" {
  bucket = aws_s3_bucket.archive.bucket

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefuseDeletion"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
        Resource  = "${aws_s3_bucket.archive.arn}/*"
      },
      {
        Sid       = "RefuseWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.archive.arn, "${aws_s3_bucket.archive.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.archive]
}

# CloudWatch compresses what it sends; files of several such pieces are read by zcat like one.
resource "aws_kinesis_firehose_delivery_stream" "archive" {
  name        = var.name
  destination = "extended_s3"

  server_side_encryption {
    enabled  = true
    key_arn  = var.kms_key_arn
    key_type = var.kms_key_arn == null ? "AWS_OWNED_CMK" : "CUSTOMER_MANAGED_CMK"
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.deliver.arn
    bucket_arn          = aws_s3_bucket.archive.arn
    buffering_interval  = 900
    buffering_size      = 64
    compression_format  = "UNCOMPRESSED"
    error_output_prefix = "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
    file_extension      = ".json.gz"
    prefix              = "logs/!{timestamp:yyyy/MM/dd}/"
  }

  depends_on = [aws_iam_role_policy.deliver]
}

resource "aws_cloudwatch_log_subscription_filter" "archive" {
  for_each = toset(var.log_group_names)

  name            = var.name
  log_group_name  = each.key
  filter_pattern  = "" # everything
  destination_arn = aws_kinesis_firehose_delivery_stream.archive.arn
  role_arn        = aws_iam_role.send.arn

  depends_on = [aws_iam_role_policy.send]
}

resource "aws_iam_role" "deliver" {
  name = "${var.name}-deliver"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "firehose.amazonaws.com" }
      Condition = { StringEquals = { "sts:ExternalId" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "deliver" {
  name = "deliver"
  role = aws_iam_role.deliver.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
          Resource = "${aws_s3_bucket.archive.arn}/*"
        },
        {
          Effect   = "Allow"
          Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
          Resource = aws_s3_bucket.archive.arn
        },
      ],
      [
        for key in var.kms_key_arn[*] : {
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = key
        }
      ],
    )
  })
}

resource "aws_iam_role" "send" {
  name = "${var.name}-send"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "logs.amazonaws.com" }
      Condition = {
        ArnLike = { "aws:SourceArn" = "arn:aws:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "send" {
  name = "send"
  role = aws_iam_role.send.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
      Resource = aws_kinesis_firehose_delivery_stream.archive.arn
    }]
  })
}
