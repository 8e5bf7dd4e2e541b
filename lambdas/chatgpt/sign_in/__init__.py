"""Signing in through Cognito, and who is calling."""
