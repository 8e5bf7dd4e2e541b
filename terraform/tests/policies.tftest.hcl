# The whole, with everything on that brings a policy. scripts/policies.py reads from the state which policies
# come out, and looks over all of them.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "every_policy" {
  variables {
    environment        = "test"
    packages_directory = "tests/packages"
    vpc                = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
  }
}
