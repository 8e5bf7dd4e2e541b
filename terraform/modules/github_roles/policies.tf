# What the roles may do, put together from the grants of each resource type.

locals {
  # In the files beside this one: what reading and writing a resource of each type takes, as the provider does it.
  grants = merge(local.data_grants, local.function_grants, local.api_grants)

  statements = {
    for subject, grants in { data = local.data_grants, functions = local.function_grants, api = local.api_grants } : subject => {
      for kind in ["read", "write"] : kind => [
        for grant in flatten(values(grants)) : merge(
          { Effect = "Allow", Action = grant[kind], Resource = grant.resources },
          try(length(grant.condition), 0) == 0 ? {} : { Condition = grant.condition },
        ) if length(grant[kind]) > 0
      ]
    }
  }

  state_bucket = "arn:aws:s3:::${local.prefix}-tfstate-${local.account}-${local.region}"
  state        = "${local.state_bucket}/terraform.tfstate"

  policies = merge(
    {
      state_read = {
        description = "Read the state of ${local.prefix}."
        statements = [
          { Effect = "Allow", Action = ["s3:ListBucket"], Resource = local.state_bucket },
          { Effect = "Allow", Action = ["s3:GetObject"], Resource = local.state },
        ]
      }
      state_lock = {
        description = "Lock the state of ${local.prefix}."
        statements = [
          { Effect = "Allow", Action = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resource = "${local.state}.tflock" },
        ]
      }
      state_write = {
        description = "Write the state of ${local.prefix}."
        statements  = [{ Effect = "Allow", Action = ["s3:PutObject"], Resource = local.state }]
      }
      boundary = {
        description = "The most that a function of ${local.prefix} may be allowed."
        statements  = local.boundary
      }
    },
    {
      for pair in setproduct(keys(local.statements), ["read", "write"]) : "${pair[0]}_${pair[1]}" => {
        description = "To ${pair[1]} the ${pair[0]} of ${local.prefix}."
        statements  = local.statements[pair[0]][pair[1]]
      }
    },
  )

  reading = ["api_read", "data_read", "functions_read", "state_lock", "state_read"]
  writing = ["api_write", "data_write", "functions_write", "state_write"]

  attachments = concat(
    [{ role = "preview", policy = "state_read" }],
    [for policy in local.reading : { role = "plan", policy = policy }],
    [for policy in concat(local.reading, local.writing) : { role = "apply", policy = policy }],
  )
}
