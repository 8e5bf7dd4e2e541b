# value_wo goes to SSM and to nowhere else: neither state nor plan has it. Its version never changes,
# so Terraform writes once and leaves the values that are put there afterwards alone.
resource "aws_ssm_parameter" "this" {
  for_each = var.secrets

  name             = "${var.base_path}${each.key}"
  description      = each.value
  type             = "SecureString"
  value_wo         = "unset"
  value_wo_version = 1
}
