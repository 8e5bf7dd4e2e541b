"""Gateways to the one DynamoDB table: its items, and what is asked and changed of them."""
