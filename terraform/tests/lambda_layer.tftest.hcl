mock_provider "aws" {
  source = "./tests/mocks"
}

run "layer" {
  module {
    source = "./modules/lambda_layer"
  }

  variables {
    name         = "kaiwa-test-kaiwa"
    description  = "A layer."
    architecture = "x86_64"
    package      = { bucket = "bucket", key = "layer/hash.zip" }
  }

  assert {
    condition = jsonencode([
      aws_lambda_layer_version.this.layer_name,
      aws_lambda_layer_version.this.s3_bucket,
      aws_lambda_layer_version.this.s3_key,
      aws_lambda_layer_version.this.compatible_architectures,
      aws_lambda_layer_version.this.compatible_runtimes,
    ]) == jsonencode(["kaiwa-test-kaiwa", "bucket", "layer/hash.zip", ["x86_64"], ["python3.13"]])
    error_message = "The layer is not as it was asked for."
  }

  assert {
    condition     = output.arn == "arn:aws:lambda:ap-northeast-1:123456789012:layer:layer:1"
    error_message = "The output is not the layer version's ARN."
  }
}
