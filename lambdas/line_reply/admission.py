"""Who is answered: everybody, or those whom the operator has listed."""

from typing import Protocol

from kaiwa.line.events import Received
from line_reply.commands.orders import Command, Order
from line_reply.speech.chat import Talk, say

EVERYONE = "*"
FOR_EVERYBODY = (Command.HELP, Command.LANGUAGE, Command.UNLINK, Command.FORGET)
"""Commands that need no place on the list."""


class Parameters(Protocol):
    """Where the list is. See `kaiwa.parameters.Parameters`."""

    def read(self, name: str) -> str: ...


def may_ask(received: Received, parameters: Parameters) -> bool:
    """Whether the user is one of those."""
    allowed = parameters.read("ALLOWED_USER_IDS")
    return allowed == EVERYONE or received.user_id in allowed.split(",")


def may_order(order: Order, received: Received, parameters: Parameters) -> bool:
    """Whether the user may tell the bot this."""
    return order.command in FOR_EVERYBODY or may_ask(received, parameters)


def decline(received: Received, talk: Talk) -> str:
    """Say that the user is not one of them. Returns how it ended, for logs.

    The id that the operator needs is for the user's own eyes: a group would see it too.
    """
    texts = talk.voice()
    words = texts.not_allowed_in_group
    if received.one_to_one:
        words = texts.not_allowed.format(user_id=received.person_id)
    return say(received, [words], talk) or "not allowed"
