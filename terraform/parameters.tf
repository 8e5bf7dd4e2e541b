# Settings that are too long for a function's environment, which holds 4 KB. They lie beside the secrets
# and are read like them, but Terraform writes their values.
module "parameters" {
  source = "./modules/parameters"

  base_path = local.parameter_path
  parameters = {
    ALLOWED_USER_IDS = {
      description = "LINE user ids of those who are answered, with commas between them; * for everybody."
      value       = length(var.allowed_user_ids) == 0 ? "*" : join(",", var.allowed_user_ids) # SSM has no empty values
    }
    OPENAI_INSTRUCTIONS = {
      description = "Who the bot is and how it answers."
      value       = var.openai_instructions
    }
  }
  readers = {
    line_reply = ["ALLOWED_USER_IDS", "OPENAI_INSTRUCTIONS"]
  }
}
