# insecure_value, so that plans show what changes: nothing here is a secret.
resource "aws_ssm_parameter" "setting" {
  # checkov:skip=CKV2_AWS_34:Not a secret.

  for_each = var.settings

  name           = "${var.base_path}${each.key}"
  description    = each.value.description
  type           = "String"
  insecure_value = each.value.value
}

# value_wo goes to SSM and to nowhere else: neither state nor plan has it. Its version never changes,
# so Terraform writes once. Any other change would make the provider write an empty value with it, over
# the one that is there.
resource "aws_ssm_parameter" "secret" {
  # checkov:skip=CKV_AWS_337:It is encrypted with the account's key for SSM (aws/ssm), which needs no grant.

  for_each = var.secrets

  name             = "${var.base_path}${each.key}"
  description      = each.value
  type             = "SecureString"
  value_wo         = "unset"
  value_wo_version = 1

  lifecycle {
    ignore_changes = [allowed_pattern, data_type, description, key_id, tier]
  }
}
