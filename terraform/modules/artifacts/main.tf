resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_21:Keys name the content, so that nothing is ever overwritten.
  # checkov:skip=CKV_AWS_145:S3 encrypts it with a key of its own; only code is in it.

  bucket        = var.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.bucket

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Keys name the content, and Terraform removes what is not used any more. Parts of an upload that broke off
# it does not know.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket

  rule {
    id     = "abort-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

# Keys name the content: a changed package is a new object, which is what makes a function follow it.
resource "aws_s3_object" "package" {
  for_each = var.packages

  bucket = aws_s3_bucket.this.bucket
  key    = "${each.key}/${filesha256(each.value)}.zip"
  source = each.value

  # The bucket has the tags: S3 bills for those on objects.
  override_provider {
    default_tags {
      tags = {}
    }
  }

  lifecycle {
    # The functions are moved to the new object before the old one goes.
    create_before_destroy = true
  }
}
