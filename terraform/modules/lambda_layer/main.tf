resource "aws_lambda_layer_version" "this" {
  layer_name               = var.name
  description              = var.description
  s3_bucket                = var.package.bucket
  s3_key                   = var.package.key
  compatible_architectures = [var.architecture]
  compatible_runtimes      = ["python3.13"]

  lifecycle {
    # The functions are moved to the new version before the old one goes.
    create_before_destroy = true
  }
}
