# What functions read from the SSM Parameter Store. Terraform makes the secrets' parameters and never
# learns their values: `make secrets` writes those. The settings are those too long for a function's
# environment, which holds 4 KB; Terraform writes them.
locals {
  secrets = {
    LINE_CHANNEL_ACCESS_TOKEN = "Long-lived channel access token of the LINE Messaging API channel."
    LINE_CHANNEL_SECRET       = "Channel secret, with which LINE signs webhooks."
    OPEN_AI_API_KEY           = "API key of OpenAI or of the compatible service."
  }
  settings = {
    ALLOWED_USER_IDS = {
      description = "LINE user ids of those who are answered, with commas between them; * for everybody."
      value       = local.allowed_user_ids
    }
    OPENAI_INSTRUCTIONS = {
      description = "Who the bot is and how it answers."
      value       = var.openai_instructions
    }
    OPENAI_TOOLS = {
      description = "Tools that the model may use, as the Responses API has them, but for the secrets."
      value       = jsonencode(local.openai_tools)
    }
    PRIVACY_POLICY = {
      description = "Privacy policy that the API shows."
      value       = local.privacy_policy
    }
  }
  # What each further channel has of its own; kaiwa.line.channels knows these names.
  channel_secrets = merge([
    for name in keys(var.channels) : {
      for secret in ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET"] : "channels/${name}/${secret}" => "Of the channel ${name}: ${local.secrets[secret]}"
    }
  ]...)
  channel_settings = merge([
    for name, channel in var.channels : {
      "channels/${name}/ALLOWED_USER_IDS" = {
        description = "LINE user ids of those who are answered in the channel ${name}; * for everybody."
        value       = channel.allowed_user_ids == null ? local.allowed_user_ids : coalesce(join(",", channel.allowed_user_ids), "*")
      }
      "channels/${name}/OPENAI_INSTRUCTIONS" = {
        description = "Who the bot is in the channel ${name}, and how it answers."
        value       = coalesce(channel.openai_instructions, var.openai_instructions)
      }
    }
  ]...)
  allowed_user_ids = length(var.allowed_user_ids) == 0 ? "*" : join(",", var.allowed_user_ids) # SSM has no empty values

  # As the Responses API takes them, which has no empty members. web_search is one of them, however it was switched on.
  openai_tools = [
    for tool in concat(var.openai_tools, [for type in ["web_search"] : { type = type } if var.web_search && !contains(var.openai_tools[*].type, type)]) : {
      for name, value in {
        type                 = tool.type
        allowed_tools        = try(tool.allowed_tools, null)
        authorization_secret = try(tool.authorization_secret, null)
        container            = tool.type == "code_interpreter" ? { for name, value in { type = "auto", memory_limit = tool.memory_limit } : name => value if value != null } : null
        filters              = try(length(tool.allowed_domains) > 0, false) ? { allowed_domains = tool.allowed_domains } : null
        max_num_results      = try(tool.max_num_results, null)
        require_approval     = try(tool.require_approval, null)
        search_context_size  = try(tool.search_context_size, null)
        server_description   = try(tool.server_description, null)
        server_label         = try(tool.server_label, null)
        server_url           = try(tool.server_url, null)
        vector_store_ids     = try(tool.vector_store_ids, null)
      } : name => value if value != null
    }
  ]
  # Several servers may have one token.
  tool_secrets = {
    for name, labels in { for tool in var.openai_tools : tool.authorization_secret => tool.server_label... if tool.authorization_secret != null } :
    name => "Access token of the MCP server ${join(", ", labels)}."
  }
}

module "parameters" {
  source = "./modules/parameters"

  base_path = local.parameter_path
  settings  = merge(local.settings, local.channel_settings)
  secrets   = merge(local.secrets, local.channel_secrets, local.tool_secrets)
  readers = {
    chatgpt = ["PRIVACY_POLICY"]
    line_reply = concat(
      ["ALLOWED_USER_IDS", "LINE_CHANNEL_ACCESS_TOKEN", "OPENAI_INSTRUCTIONS", "OPENAI_TOOLS", "OPEN_AI_API_KEY"],
      keys(local.channel_settings),
      [for name in keys(var.channels) : "channels/${name}/LINE_CHANNEL_ACCESS_TOKEN"],
      keys(local.tool_secrets),
    )
    line_webhook = concat(["LINE_CHANNEL_SECRET"], [for name in keys(var.channels) : "channels/${name}/LINE_CHANNEL_SECRET"])
  }
}
