"""OpenAI's Responses API, answered by a function instead of a model."""
