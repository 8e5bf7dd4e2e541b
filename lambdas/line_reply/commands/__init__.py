"""Commands such as /help and /forget: reading them, and doing what they say."""
