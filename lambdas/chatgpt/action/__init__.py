"""The REST API that a GPT Action calls, and its OpenAPI document."""
