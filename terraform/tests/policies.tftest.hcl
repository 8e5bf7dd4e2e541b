# The whole, with everything on that brings a policy. scripts/policies.py reads from the state which policies
# come out, and looks over all of them.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "every_policy" {
  variables {
    environment        = "test"
    kms_key_arn        = "arn:aws:kms:ap-northeast-1:123456789012:key/00000000-0000-0000-0000-000000000000"
    packages_directory = "tests/packages"
    reminders          = true
    vpc                = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
  }
}

run "every_policy_of_the_github_roles" {
  module {
    source = "./modules/github_roles"
  }

  variables {
    environment           = "test"
    existing_user_pool_id = "ap-northeast-1_existing"
    hosted_zone_ids       = ["Z1"]
    project               = "kaiwa"
    repository            = "octo-org@123456/kaiwa@456789"
    vpc                   = true
  }
}
