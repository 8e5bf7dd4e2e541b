# Region and credentials come from the environment (AWS_REGION, AWS_PROFILE …), as they do for the
# state's backend and for the scripts, so that they cannot point at different places.
provider "aws" {
  default_tags {
    tags = {
      Project     = var.project
      Environment = var.environment
      ManagedBy   = "terraform"
    }
  }
}
