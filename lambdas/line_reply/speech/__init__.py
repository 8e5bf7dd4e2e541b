"""How the bot itself speaks in a chat: whom it answers, and in which language."""
