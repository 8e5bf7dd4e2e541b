"""Handles one event of a chat: answers messages, obeys commands, keeps the past in order."""
