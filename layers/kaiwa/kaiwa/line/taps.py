"""Buttons that lead to a turn: what they bring back, and reading it.

They are postbacks, since in a group the words of a button would mention nobody. What they bring is
no command that somebody could type: it names messages by their ids.
"""

import re
from dataclasses import dataclass

from kaiwa.fields import Fields
from kaiwa.line.choices import Choice
from kaiwa.line.events import Postback, Received, envelope
from kaiwa.line.messages import Kind, ReceivedMessage

GO_ON, TRY_AGAIN = "go-on", "try-again"
NOTE = "[go on]"
"""What history keeps of a tap that has the bot go on."""
CONTINUATION = re.compile("[^#]+#on[0-9]+")
"""The id of what goes on with an answer, and of nothing else that the table keeps."""


@dataclass(frozen=True, kw_only=True)
class TryAgain(Received):
    """The question with this id is to be asked once more."""

    message_id: str


def go_on(label: str, message_id: str, answer_id: str) -> Choice:
    """A button that has the bot go on with an answer, as the question with the id `message_id`."""
    return Choice(label, command=f"{GO_ON} {message_id} {answer_id}")


def try_again(label: str, message_id: str) -> Choice:
    """A button that asks the question with this id once more."""
    return Choice(label, command=f"{TRY_AGAIN} {message_id}")


def tapped(event: Fields) -> Postback | ReceivedMessage | TryAgain | None:
    """What the postback says; None if it belongs to no chat, or if another system answers.

    To go on is to say something: the answer is what is quoted by that. Raises `UnreadableError`.
    """
    received = envelope(event)
    data = event.within("postback").needed_text("data")
    if received is None or received["standby"]:
        return None
    match data.split():
        case [kind, message_id, answer_id] if kind == GO_ON and CONTINUATION.fullmatch(message_id):
            return ReceivedMessage(
                **received,
                message_id=message_id,
                text=NOTE,
                kind=Kind.GO_ON,
                quoted_id=answer_id,
            )
        case [kind, message_id] if kind == TRY_AGAIN:
            return TryAgain(**received, message_id=message_id)
        case _:
            return Postback(**received, data=data)
