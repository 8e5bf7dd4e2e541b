"""The use case: run a command, and answer it.

A command is answered with its reply token, and but for the rest of a long answer not at all
without it. The token works once, so trying again is safe, and nothing of it, least of all a code,
is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaiwa.line.cards import Bubble
from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.line.errors import LineRefusedError
from kaiwa.line.events import Received
from kaiwa.metrics import count
from kaiwa.table.turns import Delivery
from line_reply.attempt import Attempt
from line_reply.commands.orders import PERSONAL, Command, Order
from line_reply.commands.request import Do, Request, Said
from line_reply.delivery.deliver import retry_key
from line_reply.speech.chat import TOKEN_SPENT, Chat


@dataclass(frozen=True)
class Obey:
    """Has `commands` do what they are there for, and tells the user."""

    commands: Mapping[Command, Do]

    def __call__(self, order: Order, received: Received, chat: Chat, attempt: Attempt) -> str:
        """Returns how it ended, for logs.

        Raises whatever another attempt may mend; on the last one the user hears that it did not
        work.
        """
        # The words first: whoever is forgotten has no language any more.
        texts = chat.voice()
        request = Request(
            received.conversation_id,
            received.one_to_one,
            order.argument,
            texts,
            anew=not attempt.is_first,
        )
        try:
            said = self._do(order.command, request)
        except Exception:
            if attempt.is_last:
                count("Apologies", reason="defect")
                chat.say([texts.try_later])
            raise
        unheard = _tell(said, received, chat, attempt)
        if said.once_told:
            # An attempt before this one may have told it, or not: so everybody sees it for sure.
            if unheard == TOKEN_SPENT:
                unheard = _push(said.bubbles, received, chat)
            if unheard is None:
                said.once_told()
        return unheard or f"obeyed {order.command}"

    def _do(self, command: Command, request: Request) -> Said:
        """The words for the user, after it is done."""
        if command in PERSONAL and not request.one_to_one:
            return Said([request.texts.one_to_one_only])
        return self.commands[command](request)


def _tell(said: Said, received: Received, chat: Chat, attempt: Attempt) -> str | None:
    """Why the user did not hear it, if so. What the token does not carry follows by push."""
    unheard = chat.say(said.bubbles[:BUBBLES_A_CALL], said.choices)
    begun = unheard is None or (unheard == TOKEN_SPENT and not attempt.is_first)
    rest = said.bubbles[BUBBLES_A_CALL:]
    if not (rest and begun):
        return unheard
    return _push(rest, received, chat)


def _push(bubbles: Sequence[Bubble], received: Received, chat: Chat) -> str | None:
    """As before. To do it again is safe: the retry keys are the event's."""
    for start in range(0, len(bubbles), BUBBLES_A_CALL):
        try:
            key = retry_key(f"{received.event_id}#{start}")
            chat.say_more(bubbles[start : start + BUBBLES_A_CALL], key)
        except LineRefusedError:
            return Delivery.FAILED
    return None
