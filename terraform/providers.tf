# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE …), as they do for the
# state's backend and for the scripts, so that they cannot point at different places.
provider "aws" {
  # It asks whose credentials these are before anything else.
  allowed_account_ids = var.allowed_account_ids

  default_tags {
    tags = {
      Project     = var.project
      Environment = var.environment
      ManagedBy   = "terraform"
    }
  }
}
