"""Handles one event of a chat: answers messages, obeys commands, keeps the conversation in order."""
