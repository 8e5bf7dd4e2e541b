terraform {
  required_version = ">= 1.11" # value_wo, and a state lock that needs no table

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0" # all that is set here is in both 5.100 and 6
    }
  }

  # The bucket, one for each environment, and its region come from -backend-config.
  backend "s3" {
    key          = "terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
