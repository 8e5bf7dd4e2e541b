# The HTTP API and its names. API Gateway chooses an API's id, and knows no tags on what is in one: these grants are for
# all HTTP APIs of the account and region.

locals {
  api_gateway = "arn:aws:apigateway:${local.region}::"
  api_methods = ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"]

  api_grants = {
    aws_apigatewayv2_api_mapping = []
    aws_apigatewayv2_authorizer  = []
    aws_apigatewayv2_integration = []
    aws_apigatewayv2_route       = []
    # And of what is in it.
    aws_apigatewayv2_api = [{
      resources = ["${local.api_gateway}/apis", "${local.api_gateway}/apis/*", "${local.api_gateway}/tags/*"]
      read      = ["apigateway:GET"]
      write     = local.api_methods
    }]
    aws_apigatewayv2_domain_name = [{
      resources = ["${local.api_gateway}/domainnames", "${local.api_gateway}/domainnames/*"]
      read      = ["apigateway:GET"]
      write     = local.api_methods
    }]
    # Who turns on access logs must be allowed to have logs delivered:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
    aws_apigatewayv2_stage = [
      {
        resources = ["*"]
        read      = []
        write = [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
      },
      {
        # The first API of an account brings API Gateway's own role.
        resources = ["arn:aws:iam::${local.account}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway"]
        read      = []
        write     = ["iam:CreateServiceLinkedRole"]
        condition = { StringEquals = { "iam:AWSServiceName" = "ops.apigateway.amazonaws.com" } }
      },
    ]
    aws_route53_record = length(var.hosted_zone_ids) == 0 ? [] : [
      {
        resources = [for id in var.hosted_zone_ids : "arn:aws:route53:::hostedzone/${id}"]
        read      = ["route53:GetHostedZone", "route53:ListResourceRecordSets"]
        write     = ["route53:ChangeResourceRecordSets"]
      },
      { resources = ["arn:aws:route53:::change/*"], read = [], write = ["route53:GetChange"] },
    ]
  }
}
