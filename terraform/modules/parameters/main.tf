# insecure_value, so that plans show what changes: nothing here is a secret.
resource "aws_ssm_parameter" "this" {
  for_each = var.parameters

  name           = "${var.base_path}${each.key}"
  description    = each.value.description
  type           = "String"
  insecure_value = each.value.value
}
