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
    ]))) == jsonencode(["/conversation/messages", "/mcp", "/v1/line/bot/message/reply"])
    error_message = "What people write is looked over for attacks."
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
    condition = alltrue([
      for group in var.log_group_names :
      aws_cloudwatch_log_subscription_filter.archive[group].destination_arn == aws_kinesis_firehose_delivery_stream.archive.arn
    ])
    error_message = "A log group is not copied."
  }
}
