"""Listening in: what members of a group say to each other, for as long as they let the bot."""

NOT_HEARD = "not heard"
"""How a text ends that could not be kept at any attempt."""
