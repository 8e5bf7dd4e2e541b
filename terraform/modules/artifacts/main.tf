resource "aws_s3_bucket" "this" {
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
