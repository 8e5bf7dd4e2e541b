"""Reminders: set by the model's call, listed and cancelled by a command, sent when they are due."""
