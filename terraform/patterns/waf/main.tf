# CloudFront with a web ACL in front of a deployment's API, for WAF takes no HTTP APIs. docs/hardening.md explains it:
# nothing of Kaiwa's own configuration depends on it.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

# People's words are in what these take, and words look like attacks when people talk about attacks.
locals {
  webhook_paths    = concat([var.webhook_path], var.channel_webhook_paths)
  paths_with_words = concat(["/conversation/messages", "/mcp"], local.webhook_paths)
}

# Every answer is somebody's own.
data "aws_cloudfront_cache_policy" "none" {
  name = "Managed-CachingDisabled"
}

# With all headers (tokens and LINE's signature), cookies and queries, but under the API's own name.
data "aws_cloudfront_origin_request_policy" "all" {
  name = "Managed-AllViewerExceptHostHeader"
}

resource "aws_cloudfront_distribution" "this" {
  # checkov:skip=CKV_AWS_86:The logs of the web ACL and of the API have every request.
  # checkov:skip=CKV_AWS_305:The API has no root.
  # checkov:skip=CKV_AWS_310:There is one API.
  # checkov:skip=CKV_AWS_374:People travel, and LINE's and OpenAI's servers are where they are.
  # checkov:skip=CKV2_AWS_47:The rules against Log4j's fault are there, but for paths without people's words.
  # checkov:skip=CKV2_AWS_32:The functions set the headers of their answers themselves.

  enabled         = true
  aliases         = [var.domain_name]
  comment         = var.name
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = "PriceClass_200" # Japan is in it
  web_acl_id      = aws_wafv2_web_acl.this.arn

  origin {
    origin_id   = "api"
    domain_name = trimprefix(var.api_endpoint, "https://")

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_read_timeout    = 35 # the API itself gives up after 30
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id         = "api"
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.none.id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all.id
    viewer_protocol_policy   = "https-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }
}

resource "aws_wafv2_web_acl" "this" {
  name  = var.name
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = false # samples are kept with their headers
  }

  lifecycle {
    precondition {
      condition     = data.aws_region.current.id == "us-east-1"
      error_message = "What belongs to CloudFront must be made in us-east-1: give the provider that region."
    }
  }

  rule {
    name     = "addresses-of-ill-repute"
    priority = 0

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesAmazonIpReputationList"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-addresses-of-ill-repute"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "known-bad-inputs"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesKnownBadInputsRuleSet"

        scope_down_statement {
          not_statement {
            statement {
              or_statement {
                dynamic "statement" {
                  for_each = local.paths_with_words

                  content {
                    byte_match_statement {
                      positional_constraint = "EXACTLY"
                      search_string         = statement.value

                      field_to_match {
                        uri_path {}
                      }

                      text_transformation {
                        priority = 0
                        type     = "NONE"
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-known-bad-inputs"
      sampled_requests_enabled   = false
    }
  }

  # LINE's webhooks all come from a few addresses, and no more of them than people write.
  rule {
    name     = "too-many-requests"
    priority = 2

    action {
      block {
        custom_response {
          response_code = 429
        }
      }
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
        limit                 = var.requests_in_five_minutes

        scope_down_statement {
          not_statement {
            statement {
              regex_match_statement {
                regex_string = "^(${join("|", [for path in local.webhook_paths : replace(path, ".", "\\.")])})$"

                field_to_match {
                  uri_path {}
                }

                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-too-many-requests"
      sampled_requests_enabled   = false
    }
  }
}

# WAF wants the name to begin like this.
resource "aws_cloudwatch_log_group" "waf" {
  # checkov:skip=CKV_AWS_338:The archive, if there is one, keeps it longer.

  name              = "aws-waf-logs-${var.name}"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_resource_policy" "waf" {
  policy_name = "aws-waf-logs-${var.name}"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "delivery.logs.amazonaws.com" }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${aws_cloudwatch_log_group.waf.arn}:*"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

# Codes and tokens are in these.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.waf.arn]

  redacted_fields {
    query_string {}
  }

  dynamic "redacted_fields" {
    for_each = ["authorization", "cookie"]

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }

  depends_on = [aws_cloudwatch_log_resource_policy.waf]
}
