# The roles for a fork's own workflows, as a root of its own: a person applies it (`make github-roles`), and no
# workflow can change it. docs/continuous-delivery.md says how.

module "github_roles" {
  source = "../../modules/github_roles"

  branch                = var.branch
  environment           = var.environment
  existing_provider_arn = var.existing_provider_arn
  existing_user_pool_id = var.existing_user_pool_id
  github_environment    = coalesce(var.github_environment, var.environment)
  hosted_zone_ids       = var.hosted_zone_ids
  project               = var.project
  repository            = var.repository
  vpc                   = var.vpc
}
