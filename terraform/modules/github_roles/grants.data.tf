# Where people's data are, and what waits. CI may change these, and it cannot delete the table or the user pool: a plan
# that wants to is for a person to apply.

locals {
  artifacts = "arn:aws:s3:::${local.prefix}-artifacts-${local.account}-${local.region}"
  exports   = "arn:aws:s3:::${local.prefix}-exports-${local.account}-${local.region}"
  buckets   = [local.artifacts, local.exports]

  # A pool's id is Cognito's choice, so it is known by the tags that Terraform gives to everything.
  user_pools = "arn:aws:cognito-idp:${local.region}:${local.account}:userpool/*"
  own        = { StringEquals = { "aws:ResourceTag/Project" = var.project, "aws:ResourceTag/Environment" = var.environment } }

  user_pool_read = [
    "cognito-idp:DescribeIdentityProvider",
    "cognito-idp:DescribeResourceServer",
    "cognito-idp:DescribeUserPool",
    "cognito-idp:DescribeUserPoolClient",
    "cognito-idp:GetUserPoolMfaConfig",
  ]
  user_pool_write = [
    "cognito-idp:CreateIdentityProvider",
    "cognito-idp:CreateResourceServer",
    "cognito-idp:CreateUserPoolClient",
    "cognito-idp:DeleteIdentityProvider",
    "cognito-idp:DeleteResourceServer",
    "cognito-idp:DeleteUserPoolClient",
    "cognito-idp:UpdateIdentityProvider",
    "cognito-idp:UpdateResourceServer",
    "cognito-idp:UpdateUserPoolClient",
  ]

  data_grants = {
    aws_cognito_identity_provider = []
    aws_cognito_resource_server   = []
    aws_cognito_user_pool_client  = []
    aws_cognito_user_pool         = local.user_pool_grants # and of what is in it
    aws_cognito_user_pool_domain  = [{ resources = ["*"], read = ["cognito-idp:DescribeUserPoolDomain"], write = [] }]
    aws_dynamodb_table            = local.table_grants
    aws_s3_bucket                 = local.bucket_grants
    aws_s3_bucket_policy          = [{ resources = local.buckets, read = ["s3:GetBucketPolicy"], write = ["s3:DeleteBucketPolicy", "s3:PutBucketPolicy"] }]
    aws_s3_bucket_lifecycle_configuration = [
      { resources = local.buckets, read = ["s3:GetLifecycleConfiguration"], write = ["s3:PutLifecycleConfiguration"] },
    ]
    aws_s3_bucket_public_access_block = [
      { resources = local.buckets, read = ["s3:GetBucketPublicAccessBlock"], write = ["s3:PutBucketPublicAccessBlock"] },
    ]
    aws_s3_bucket_server_side_encryption_configuration = [
      { resources = local.buckets, read = ["s3:GetEncryptionConfiguration"], write = ["s3:PutEncryptionConfiguration"] },
    ]
    aws_s3_object = [
      { resources = ["${local.artifacts}/*"], read = ["s3:GetObject", "s3:GetObjectTagging"], write = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"] },
    ]
    aws_sqs_queue = [{
      resources = ["arn:aws:sqs:${local.region}:${local.account}:${local.prefix}-*"]
      read      = ["sqs:GetQueueAttributes", "sqs:ListQueueTags"]
      write     = ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"]
    }]
    # The provider compares what is in SSM with the state, secrets included: whoever plans for real reads them.
    aws_ssm_parameter = [
      { resources = ["*"], read = ["ssm:DescribeParameters"], write = [] },
      {
        resources = ["arn:aws:ssm:${local.region}:${local.account}:parameter/${var.project}/${var.environment}/*"]
        read      = ["ssm:GetParameter", "ssm:ListTagsForResource"]
        write     = ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"]
      },
    ]
  }

  bucket_grants = [
    {
      resources = local.buckets
      read = [
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
      ]
      write = ["s3:CreateBucket", "s3:DeleteBucket", "s3:PutBucketTagging"]
    },
  ]

  table_grants = [
    {
      # One that was restored has a name that goes on.
      resources = [for end in ["", "-*"] : "arn:aws:dynamodb:${local.region}:${local.account}:table/${local.prefix}-messages${end}"]
      read = [
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
      ]
      write = [
        "dynamodb:CreateTable",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ]
    },
    {
      # Which key is the account's own one for DynamoDB.
      resources = ["arn:aws:kms:${local.region}:${local.account}:key/*"]
      read      = ["kms:DescribeKey"]
      write     = []
      condition = { StringEquals = { "kms:RequestAlias" = "alias/aws/dynamodb" } }
    },
  ]

  user_pool_grants = concat(
    [
      {
        resources = ["*"]
        read      = []
        write     = ["cognito-idp:CreateUserPool"]
        condition = { StringEquals = { "aws:RequestTag/Project" = var.project, "aws:RequestTag/Environment" = var.environment } }
      },
      {
        resources = [local.user_pools]
        read      = local.user_pool_read
        write = concat(local.user_pool_write, [
          "cognito-idp:CreateUserPoolDomain",
          "cognito-idp:DeleteUserPoolDomain",
          "cognito-idp:SetUserPoolMfaConfig",
          "cognito-idp:TagResource",
          "cognito-idp:UntagResource",
          "cognito-idp:UpdateUserPool",
          "cognito-idp:UpdateUserPoolDomain",
        ])
        condition = local.own
      },
    ],
    # A pool of somebody else's has other tags, and stays as it is.
    var.existing_user_pool_id == null ? [] : [{
      resources = ["arn:aws:cognito-idp:${local.region}:${local.account}:userpool/${var.existing_user_pool_id}"]
      read      = local.user_pool_read
      write     = local.user_pool_write
    }],
  )
}
