"""Listening in: what members of a group say to each other, for as long as they let the bot."""
