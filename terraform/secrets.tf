# Terraform makes the parameters and never learns their values: `make secrets` writes those.
module "secrets" {
  source = "./modules/secrets"

  base_path = local.parameter_path
  secrets = {
    LINE_CHANNEL_ACCESS_TOKEN = "Long-lived channel access token of the LINE Messaging API channel."
    LINE_CHANNEL_SECRET       = "Channel secret, with which LINE signs webhooks."
    OPEN_AI_API_KEY           = "API key of OpenAI or of the compatible service."
  }
  readers = {
    line_reply   = ["LINE_CHANNEL_ACCESS_TOKEN", "OPEN_AI_API_KEY"]
    line_webhook = ["LINE_CHANNEL_SECRET"]
  }
}
