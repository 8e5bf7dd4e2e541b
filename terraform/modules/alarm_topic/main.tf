resource "aws_sns_topic" "this" {
  #checkov:skip=CKV_AWS_26:Alarms cannot publish under the key that AWS manages, and what they say is no secret.
  name = var.name
}

# AWS asks each address once whether it wants them.
resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.emails)

  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.key
}
