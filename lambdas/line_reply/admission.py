"""What is acted upon: events that are neither old nor taken before, of people whom the operator
lets in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kaiwa.line.channels import line_id_of
from kaiwa.line.events import Received, is_too_old
from kaiwa.metrics import count
from kaiwa.table.messages import MessageTable
from kaiwa.times import Clock
from line_reply.attempt import Attempt
from line_reply.commands.listen import is_stop
from line_reply.commands.orders import Command, Order
from line_reply.speech.chat import Chat

EVERYONE = "*"
FOR_EVERYBODY = (Command.HELP, Command.LANGUAGE, Command.UNLINK, Command.FORGET)
"""Commands that need no place on the list. Nor does having the bot listen in no more."""


@dataclass(frozen=True)
class Admission:
    """Who is let in is a parameter: everybody, or the users whom the operator has listed.

    `read` reads it, as it is for the channel.
    """

    read: Callable[[str], str]
    messages: MessageTable
    clock: Clock

    def refusal(self, received: Received, attempt: Attempt) -> str | None:
        """Why nothing is to be done about the event, or None if it is taken now.

        A first attempt finds a marker if LINE delivered the event twice; a later one finds its own.
        """
        if is_too_old(received.sent_at, self.clock()):
            return "too old"
        taken = self.messages.take_event(received.event_id, self.clock())
        return "taken before" if attempt.is_first and not taken else None

    def may_ask(self, received: Received) -> bool:
        """Whether the user is one of those."""
        allowed = self.read("ALLOWED_USER_IDS")
        return allowed == EVERYONE or line_id_of(received.user_id or "") in allowed.split(",")

    def may_order(self, order: Order, received: Received) -> bool:
        """Whether the user may tell the bot this."""
        stops = order.command is Command.LISTEN and is_stop(order.argument)
        return stops or order.command in FOR_EVERYBODY or self.may_ask(received)

    def decline(self, received: Received, chat: Chat) -> str:
        """Say that the user is not one of them. Returns how it ended, for logs.

        The id that the operator needs is for the user's own eyes: a group would see it too.
        """
        count("Refusals", reason="not allowed")
        texts = chat.voice()
        words = texts.not_allowed_in_group
        if received.one_to_one:
            words = texts.not_allowed.format(user_id=line_id_of(received.person_id))
        return chat.say([words]) or "not allowed"
