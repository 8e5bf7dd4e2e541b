# What functions read from the SSM Parameter Store. Terraform makes the secrets' parameters and never
# learns their values: `make secrets` writes those. The settings are those too long for a function's
# environment, which holds 4 KB; Terraform writes them.
module "parameters" {
  source = "./modules/parameters"

  base_path = local.parameter_path
  settings = {
    ALLOWED_USER_IDS = {
      description = "LINE user ids of those who are answered, with commas between them; * for everybody."
      value       = length(var.allowed_user_ids) == 0 ? "*" : join(",", var.allowed_user_ids) # SSM has no empty values
    }
    OPENAI_INSTRUCTIONS = {
      description = "Who the bot is and how it answers."
      value       = var.openai_instructions
    }
    PRIVACY_POLICY = {
      description = "Privacy policy that the API shows."
      value       = local.privacy_policy
    }
  }
  secrets = {
    LINE_CHANNEL_ACCESS_TOKEN = "Long-lived channel access token of the LINE Messaging API channel."
    LINE_CHANNEL_SECRET       = "Channel secret, with which LINE signs webhooks."
    OPEN_AI_API_KEY           = "API key of OpenAI or of the compatible service."
  }
  readers = {
    chatgpt      = ["PRIVACY_POLICY"]
    line_reply   = ["ALLOWED_USER_IDS", "LINE_CHANNEL_ACCESS_TOKEN", "OPENAI_INSTRUCTIONS", "OPEN_AI_API_KEY"]
    line_webhook = ["LINE_CHANNEL_SECRET"]
  }
}
