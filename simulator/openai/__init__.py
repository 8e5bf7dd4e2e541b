"""OpenAI's API, answered by functions instead of models."""
