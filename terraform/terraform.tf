terraform {
  required_version = ">= 1.11" # value_wo, and a state lock that needs no table

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # The bucket, one for each environment, comes from -backend-config; the region from AWS_REGION.
  backend "s3" {
    key          = "terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
