# What is in patterns/, which docs/hardening.md explains.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "waf" {
  module {
    source = "./patterns/waf"
  }

  override_data {
    target = data.aws_region.current
    values = { id = "us-east-1" }
  }

  override_resource {
    target = aws_wafv2_web_acl.this
    values = { arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/kaiwa/id" }
  }

  override_resource {
    target = aws_cloudfront_distribution.this
    values = { domain_name = "d111111abcdef8.cloudfront.net" }
  }

  variables {
    api_endpoint    = "https://api.execute-api.ap-northeast-1.amazonaws.com"
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/bot"
    domain_name     = "bot.example.com"
    name            = "kaiwa-test"

    channel_webhook_paths = ["/tea.shop"]
  }

  assert {
    # LINE's webhooks all come from a few addresses.
    condition = jsonencode(flatten([
      for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].scope_down_statement[0].not_statement[0].statement[0].regex_match_statement[0].regex_string
      if rule.name == "too-many-requests"
    ])) == jsonencode(["^(/v1/line/bot/message/reply|/tea\\.shop)$"])
    error_message = "Webhooks of LINE's are refused when there are many."
  }

  assert {
    condition = jsonencode([
      one(aws_cloudfront_distribution.this.origin).domain_name,
      aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy,
      length(aws_cloudfront_distribution.this.default_cache_behavior[0].allowed_methods),
      data.aws_cloudfront_cache_policy.none.name,
      data.aws_cloudfront_origin_request_policy.all.name,
      aws_cloudfront_distribution.this.web_acl_id,
      ]) == jsonencode([
      "api.execute-api.ap-northeast-1.amazonaws.com",
      "https-only",
      7,
      "Managed-CachingDisabled",
      "Managed-AllViewerExceptHostHeader",
      "arn:aws:wafv2:us-east-1:123456789012:global/webacl/kaiwa/id",
    ])
    error_message = "Requests do not reach the API as they were sent, or without the web ACL."
  }

  assert {
    # What people write must not be taken for an attack.
    condition = jsonencode(sort(flatten([
      for rule in aws_wafv2_web_acl.this.rule : [
        for match in rule.statement[0].managed_rule_group_statement[0].scope_down_statement[0].not_statement[0].statement[0].or_statement[0].statement :
        match.byte_match_statement[0].search_string
      ] if rule.name == "known-bad-inputs"
    ]))) == jsonencode(["/conversation/messages", "/mcp", "/tea.shop", "/v1/line/bot/message/reply"])
    error_message = "What people write is looked over for attacks."
  }

  assert {
    condition = jsonencode([
      aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version,
      one(one(aws_cloudfront_distribution.this.origin).custom_origin_config).origin_protocol_policy,
      [for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].limit if rule.name == "too-many-requests"],
      distinct([for rule in aws_wafv2_web_acl.this.rule : rule.visibility_config[0].sampled_requests_enabled]),
      aws_cloudwatch_log_group.waf.retention_in_days,
      sort(flatten([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : [[for header in field.single_header : header.name], [for query in field.query_string : "the query"]]])),
    ]) == jsonencode(["TLSv1.2_2021", "https-only", [2000], [false], 30, ["authorization", "cookie", "the query"]])
    error_message = "By default more is let in than agreed, or more is kept of what was sent."
  }

  assert {
    condition = jsonencode([
      output.api_base_url, output.dns_targets,
    ]) == jsonencode(["https://bot.example.com", { "bot.example.com" = "d111111abcdef8.cloudfront.net" }])
    error_message = "The outputs are ${jsonencode([output.api_base_url, output.dns_targets])}"
  }
}

run "refuses_a_firewall_elsewhere_than_cloudfront_is" {
  command = plan

  module {
    source = "./patterns/waf"
  }

  variables {
    api_endpoint    = "https://api.execute-api.ap-northeast-1.amazonaws.com"
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/bot"
    domain_name     = "bot.example.com"
    name            = "kaiwa-test"
  }

  expect_failures = [aws_wafv2_web_acl.this]
}

run "log_archive" {
  module {
    source = "./patterns/log_archive"
  }

  override_resource {
    target = aws_kinesis_firehose_delivery_stream.archive
    values = { arn = "arn:aws:firehose:ap-northeast-1:123456789012:deliverystream/archive" }
  }

  variables {
    bucket          = "archive"
    log_group_names = ["/aws/lambda/kaiwa-test-line-reply", "/aws/vendedlogs/apigateway/kaiwa-test"]
    name            = "kaiwa-test-log-archive"
    retention_days  = 365
  }

  assert {
    condition = jsonencode([
      aws_s3_bucket_versioning.archive.versioning_configuration[0].status,
      aws_s3_bucket_lifecycle_configuration.archive.rule[0].expiration[0].days,
      jsondecode(aws_s3_bucket_policy.archive.policy).Statement[*].Sid,
    ]) == jsonencode(["Enabled", 365, ["RefuseDeletion", "RefuseWithoutTls"]])
    error_message = "Copies can be deleted before their time, or stay beyond it."
  }

  assert {
    condition = jsonencode([
      aws_s3_bucket_public_access_block.archive.block_public_acls,
      aws_s3_bucket_public_access_block.archive.block_public_policy,
      aws_s3_bucket_public_access_block.archive.ignore_public_acls,
      aws_s3_bucket_public_access_block.archive.restrict_public_buckets,
      one(one(aws_s3_bucket_server_side_encryption_configuration.archive.rule).apply_server_side_encryption_by_default).sse_algorithm,
      aws_kinesis_firehose_delivery_stream.archive.server_side_encryption[0].key_type,
    ]) == jsonencode([true, true, true, true, "AES256", "AWS_OWNED_CMK"])
    error_message = "The archive is not private, or not encrypted."
  }

  assert {
    condition = alltrue([
      for group in var.log_group_names :
      aws_cloudwatch_log_subscription_filter.archive[group].destination_arn == aws_kinesis_firehose_delivery_stream.archive.arn
    ])
    error_message = "A log group is not copied."
  }
}
