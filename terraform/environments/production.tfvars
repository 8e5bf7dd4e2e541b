# `make environment NAME=<name>` writes such a file for another deployment, with all that may be set in
# it; variables*.tf describe the same. Secrets do not belong here: `make secrets` writes them past
# Terraform.

environment = "production"

# Where it may be, so that a shell that is set for another account or region changes nothing.
# allowed_account_ids = ["123456789012"]
# region              = "ap-northeast-1"

# Who the bot is. Any language; at most 4096 bytes.
# openai_instructions = "You are the assistant of …"

# More bots in this deployment, each a LINE channel of its own: docs/line-setup.md, step 6.
# channels = { shop = { openai_instructions = "You are the assistant of a tea shop." } }

# The language of the bot's own sentences to people whose LINE language it does not have.
# default_language = "ja"

# Who is answered (everybody, if this is left out), and how much of it in a day; null is no limit.
# allowed_user_ids    = ["U0123456789abcdef0123456789abcdef"]
# daily_message_limit = 200
# daily_token_limit   = 1000000

# Which model answers, and what it may spend on an answer.
# openai_model             = "gpt-6.1-terra"
# openai_max_output_tokens = 2000
# web_search               = true
# openai_tools = [
#   { type = "file_search", vector_store_ids = ["vs_0123456789abcdef"] }, # `make knowledge FOLDER=…` prints this line
#   {
#     type                 = "mcp"
#     server_label         = "shop"
#     server_url           = "https://shop.example.com/mcp"
#     allowed_tools        = ["find_product"]
#     require_approval     = "never"      # nobody on LINE could approve a call
#     authorization_secret = "SHOP_TOKEN" # `make secrets` asks for it
#   },
# ]
# moderation_model         = "omni-moderation-latest"

# What a thousand calls of its tools cost: these are dollars, as OpenAI's pricing page had them in 2026.
# tool_prices = { web_search = 10, file_search = 2.5, code_interpreter = 30 }

# What a million tokens of that model cost: `make usage` then estimates costs.
# token_prices = { input = 1.25, cached_input = 0.125, output = 10 }

# People can have the bot remind them. Each reminder is a push, which counts against LINE's quota.
# reminders = true

# Tables and code in answers are text, as everything else is, and not Flex Messages.
# flex_messages = false

# Groups may let the bot listen in (/listen on), to sum up what was said in the last 12 hours.
# listening_hours = 12

# Whether a chat's data go at once when the user blocks the bot or it leaves the group.
# delete_data_on_leave = true

# New versions go live by tenths of the calls, five minutes apart, and not at all if an alarm goes off.
# rollout = { step_percentage = 10, step_minutes = 5 }

# Who is told of alarms: e-mail addresses by severity. Anything else that SNS can reach subscribes to the topics, or
# is named here: alarm_actions = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"] is told of all alarms.
# alarm_emails = { page = ["on-call@example.com"], warning = ["team@example.com"] }

# What the model's tokens may cost in a day before an alarm goes off, in the currency of token_prices.
# daily_budget = 20

# ChatGPT. The id is in the callback URL that ChatGPT shows once the action is saved.
# gpt_ids = ["g-0123456789abcdef"]

# From where else than ChatGPT and Claude people may sign in by MCP; this list replaces the default.
# plugin_redirect_uris = ["https://chatgpt.com/connector_platform_oauth_redirect", "http://localhost:8080/callback"]

# What people read before they let ChatGPT at their chat. In plain text, at most 4096 bytes.
# privacy_policy = "Who we are … Messages are deleted after {message_retention_days} days. …"
