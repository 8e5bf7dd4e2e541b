# The models: which are asked, how, and what that costs.

variable "drawing" {
  type        = string
  description = "Whether the bot draws pictures, with OpenAI's image_generation: off; command, when somebody sends /draw; model, whenever the model thinks that a picture is wanted, too. OpenAI bills pictures besides the tokens. Not every compatible service draws."
  default     = "off"

  validation {
    condition     = contains(["off", "command", "model"], var.drawing)
    error_message = "drawing must be off, command or model."
  }
}

variable "drawing_model" {
  type        = string
  description = "Model that draws, such as gpt-image-2; null leaves it to OpenAI."
  default     = null

  validation {
    condition     = var.drawing_model == null ? true : trimspace(var.drawing_model) != ""
    error_message = "drawing_model must not be empty: leave it out or set it to null instead."
  }
}

variable "drawing_quality" {
  type        = string
  description = "How well pictures are drawn: low, medium, high, or auto, which leaves it to OpenAI. It decides what a picture costs, and how long it takes."
  default     = "medium"

  validation {
    condition     = contains(["low", "medium", "high", "auto"], var.drawing_quality)
    error_message = "drawing_quality must be low, medium, high or auto."
  }
}

variable "moderation_model" {
  type        = string
  description = "Model that looks at what people send before it is answered, such as omni-moderation-latest; null for none."
  default     = null

  validation {
    condition     = var.moderation_model == null ? true : trimspace(var.moderation_model) != ""
    error_message = "moderation_model must not be empty: leave it out or set it to null instead."
  }
}

variable "openai_base_url" {
  type        = string
  description = "Where the OpenAI API, or a compatible one, is, without a slash at the end."
  default     = "https://api.openai.com/v1"

  validation {
    condition     = can(regex("^https?://[^\\s/][^\\s]*[^\\s/]$", var.openai_base_url))
    error_message = "openai_base_url must be an http(s) address without a slash at the end."
  }
}

variable "openai_instructions" {
  type        = string
  description = "Who the bot is and how it answers; sent with every question."
  default     = "You are Kaiwa, a friendly and helpful assistant in a LINE chat. Answer in the language of the last message, briefly, and in plain text, but for tables, code and formulas, which may be Markdown and TeX."

  validation {
    # Without the padding, base64 has 4 characters for 3 bytes.
    condition     = trimspace(var.openai_instructions) != "" && floor(length(trim(base64encode(var.openai_instructions), "=")) * 3 / 4) <= 4096
    error_message = "openai_instructions must not be empty, nor exceed 4096 bytes of UTF-8 (a Japanese character has three), which is what an SSM parameter holds."
  }

  validation {
    condition     = !strcontains(var.openai_instructions, "{{")
    error_message = "openai_instructions must not have {{ in it: SSM takes that for the name of another parameter."
  }
}

variable "openai_max_output_tokens" {
  type        = number
  description = "Tokens, at most, that an answer may use, those for reasoning included."
  default     = 2000

  validation {
    condition     = var.openai_max_output_tokens >= 16 && floor(var.openai_max_output_tokens) == var.openai_max_output_tokens
    error_message = "openai_max_output_tokens must be a whole number, 16 or more, which is what the Responses API takes."
  }
}

variable "openai_model" {
  type        = string
  description = "Model that answers."
  default     = "gpt-6.1-terra"

  validation {
    condition     = trimspace(var.openai_model) != ""
    error_message = "openai_model must name a model."
  }
}

variable "openai_reasoning_effort" {
  type        = string
  description = "Reasoning effort, for models that take one; null leaves it to the model."
  default     = null

  validation {
    condition     = var.openai_reasoning_effort == null ? true : trimspace(var.openai_reasoning_effort) != ""
    error_message = "openai_reasoning_effort must not be empty: leave it out or set it to null instead."
  }
}

variable "openai_temperature" {
  type        = number
  description = "Sampling temperature, for models that take one; null leaves it to the model."
  default     = null

  validation {
    condition     = var.openai_temperature == null ? true : var.openai_temperature >= 0 && var.openai_temperature <= 2
    error_message = "openai_temperature must be from 0 to 2, or null."
  }
}

variable "suggested_questions" {
  type        = number
  description = "How many next questions the model suggests below an answer in a one-to-one chat, as buttons: at most 3; 0 for none. They come with the answer and cost a few tokens each time."
  default     = 0

  validation {
    condition     = contains([0, 1, 2, 3], var.suggested_questions)
    error_message = "suggested_questions must be a whole number from 0 to 3."
  }
}

variable "openai_tools" {
  type = list(object({
    type = string

    # file_search
    max_num_results  = optional(number)
    vector_store_ids = optional(list(string))

    # mcp
    allowed_tools        = optional(list(string))
    authorization_secret = optional(string)
    require_approval     = optional(string)
    server_description   = optional(string)
    server_label         = optional(string)
    server_url           = optional(string)

    # code_interpreter
    memory_limit = optional(string)

    # web_search
    allowed_domains     = optional(list(string))
    search_context_size = optional(string)
  }))
  description = "Tools that the model may use for an answer, as OpenAI's Responses API has them: file_search over vector stores (`make knowledge` makes one), mcp (tools of a remote MCP server), code_interpreter, web_search. authorization_secret names a secret that `make secrets` asks for: the server's access token. require_approval must be \"never\" for a server, because nobody on LINE could approve a call: list in allowed_tools what may be called, and nothing that changes anything. OpenAI bills tools besides the tokens."
  default     = []

  validation {
    condition     = alltrue([for tool in var.openai_tools : contains(["code_interpreter", "file_search", "mcp", "web_search"], tool.type)])
    error_message = "openai_tools: type must be code_interpreter, file_search, mcp or web_search."
  }

  validation {
    condition = alltrue([
      for tool in var.openai_tools : length(setsubtract(
        [for name, value in tool : name if value != null && name != "type"],
        lookup({
          code_interpreter = ["memory_limit"]
          file_search      = ["max_num_results", "vector_store_ids"]
          mcp              = ["allowed_tools", "authorization_secret", "require_approval", "server_description", "server_label", "server_url"]
          web_search       = ["allowed_domains", "search_context_size"]
        }, tool.type, [])
      )) == 0
    ])
    error_message = "openai_tools: a tool has something set that only another type of tool has."
  }

  validation {
    condition = alltrue([
      for type in ["code_interpreter", "file_search", "web_search"] : length([for tool in var.openai_tools : tool if tool.type == type]) <= 1
    ])
    error_message = "openai_tools: code_interpreter, file_search and web_search can be there once each."
  }

  validation {
    condition = alltrue([
      for tool in var.openai_tools : tool.type != "file_search" || (
        length(coalesce(tool.vector_store_ids, [])) > 0 && alltrue([for id in coalesce(tool.vector_store_ids, []) : trimspace(id) != ""])
        && contains(range(1, 51), coalesce(tool.max_num_results, 1))
      )
    ])
    error_message = "openai_tools: file_search needs vector_store_ids, one or more; max_num_results is a whole number from 1 to 50."
  }

  validation {
    condition = alltrue([
      for tool in var.openai_tools : tool.type != "mcp" || (
        can(regex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", tool.server_label)) && can(regex("^https://[^\\s/@][^\\s@]*$", tool.server_url))
      )
    ]) && length(distinct([for tool in var.openai_tools : tool.server_label if tool.type == "mcp"])) == length([for tool in var.openai_tools : tool if tool.type == "mcp"])
    error_message = "openai_tools: mcp needs a server_label of its own (letters, digits, - and _, beginning with a letter) and a server_url that begins with https:// and has no @ in it."
  }

  validation {
    condition     = alltrue([for tool in var.openai_tools : tool.type != "mcp" || coalesce(tool.require_approval, "unset") == "never"])
    error_message = "openai_tools: mcp needs require_approval = \"never\". Nobody on LINE can approve a call, so that the model may call whatever the server offers, with whatever people say: allow only servers and tools (allowed_tools) of which that is right."
  }

  validation {
    condition     = alltrue([for tool in var.openai_tools : tool.type != "mcp" || tool.allowed_tools == null || length(coalesce(tool.allowed_tools, [])) > 0])
    error_message = "openai_tools: allowed_tools must name a tool: leave it out to allow all of the server's."
  }

  validation {
    condition = alltrue([
      for tool in var.openai_tools : tool.authorization_secret == null ? true : can(regex("^[A-Z][A-Z0-9_]{0,99}$", tool.authorization_secret))
      && !startswith(tool.authorization_secret, "OPENAI_") && !contains(["ALLOWED_USER_IDS", "LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY", "PRIVACY_POLICY"], tool.authorization_secret)
    ])
    error_message = "openai_tools: authorization_secret must be a name of capital letters, digits and _, and none that is another secret's or setting's: the server would get that one."
  }

  validation {
    condition = alltrue([
      for tool in var.openai_tools : contains(["1g", "4g", "16g", "64g"], coalesce(tool.memory_limit, "1g"))
      && contains(["low", "medium", "high"], coalesce(tool.search_context_size, "medium"))
    ])
    error_message = "openai_tools: memory_limit must be 1g, 4g, 16g or 64g, search_context_size low, medium or high."
  }

  validation {
    condition     = floor(length(trim(base64encode(jsonencode(var.openai_tools)), "=")) * 3 / 4) <= 4096 && !strcontains(jsonencode(var.openai_tools), "{{")
    error_message = "openai_tools must not exceed 4096 bytes as JSON, which is what an SSM parameter holds, nor have {{ in it."
  }
}

variable "token_prices" {
  type        = object({ input = number, output = number, cached_input = optional(number) })
  description = "What a million tokens cost, of questions (input) and of answers (output), in any currency: `make usage` and the metric Cost then estimate costs. cached_input is for tokens of questions that OpenAI still knows; without it they cost as much as the others."
  default     = null

  validation {
    condition     = var.token_prices == null ? true : alltrue([for price in values(var.token_prices) : coalesce(price, 0) >= 0])
    error_message = "token_prices must not be negative."
  }
}

variable "tool_prices" {
  type        = object({ code_interpreter = optional(number), file_search = optional(number), image_generation = optional(number), web_search = optional(number) })
  description = "What a thousand calls of a tool cost, in the currency of token_prices: what tools cost is then in the log and in the metric Cost. Of code_interpreter, it is a thousand sessions; of image_generation, a thousand pictures."
  default     = null

  validation {
    condition     = var.tool_prices == null ? true : alltrue([for price in values(var.tool_prices) : coalesce(price, 0) >= 0])
    error_message = "tool_prices must not be negative."
  }
}

variable "transcription_model" {
  type        = string
  description = "Model that writes down what is said in a recording."
  default     = "gpt-transcribe"

  validation {
    condition     = trimspace(var.transcription_model) != ""
    error_message = "transcription_model must name a model."
  }
}

variable "web_search" {
  type        = bool
  description = "Whether the model may search the web for an answer: the same as { type = \"web_search\" } in openai_tools. OpenAI bills searches besides the tokens; not every compatible service has them."
  default     = false
}
