# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE …), as they do for the
# state's backend and for the scripts, so that they cannot point at different places. What a deployment
# says of them in its file holds even where nobody has compared it, when something is destroyed too.
provider "aws" {
  allowed_account_ids = var.allowed_account_ids
  region              = var.region

  default_tags {
    tags = {
      Project     = var.project
      Environment = var.environment
      ManagedBy   = "terraform"
    }
  }
}
