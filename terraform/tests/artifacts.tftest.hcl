mock_provider "aws" {
  source = "./tests/mocks"
}

run "artifacts" {
  module {
    source = "./modules/artifacts"
  }

  variables {
    bucket        = "bucket"
    force_destroy = false
    packages = {
      layer        = "tests/packages/layer.zip"
      line_webhook = "tests/packages/line_webhook.zip"
    }
  }

  assert {
    condition     = aws_s3_bucket.this.bucket == "bucket" && !aws_s3_bucket.this.force_destroy
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
    # A rule that expires objects would take packages from under the functions.
    condition = jsonencode([
      for rule in aws_s3_bucket_lifecycle_configuration.this.rule :
      [rule.status, length(rule.expiration), one(rule.abort_incomplete_multipart_upload).days_after_initiation]
    ]) == jsonencode([["Enabled", 0, 1]])
    error_message = "What is left of broken uploads stays, or packages do not."
  }

  assert {
    condition = jsonencode(output.packages) == jsonencode({
      layer        = { bucket = "bucket", key = "layer/${filesha256("tests/packages/layer.zip")}.zip" }
      line_webhook = { bucket = "bucket", key = "line_webhook/${filesha256("tests/packages/line_webhook.zip")}.zip" }
    })
    error_message = "A package's key does not name its content: ${jsonencode(output.packages)}"
  }
}
