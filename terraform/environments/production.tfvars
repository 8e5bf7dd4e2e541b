# A deployment of its own is a copy of this file: environments/<environment>.tfvars, then
# `make plan ENVIRONMENT=<environment>`. Everything that may be set is described in variables.tf.
# Secrets do not belong here: `make secrets` writes them past Terraform.

environment = "production"

# Who the bot is. Any language; at most 3000 bytes.
# openai_instructions = "You are the assistant of …"

# Which model answers, and what it may spend on an answer.
# openai_model             = "gpt-6.1-terra"
# openai_max_output_tokens = 2000

# Who is told when an event could not be handled: the ARN of an SNS topic in the same region.
# alarm_actions = ["arn:aws:sns:ap-northeast-1:123456789012:on-call"]

# ChatGPT. The id is in the callback URL that ChatGPT shows once the action is saved.
# gpt_ids = ["g-0123456789abcdef"]

# What people read before they use the action. In plain text, at most 2400 bytes.
# privacy_policy = "Who we are … Messages are deleted after {message_retention_days} days. …"
