"""A turn of a conversation: a message, what the model says to it, and its delivery."""
