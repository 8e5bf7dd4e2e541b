"""The use cases: link a chat, and read, search, export and write to its conversation."""
