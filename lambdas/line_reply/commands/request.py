"""What each command is called with, and what it returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaiwa.line.cards import Bubble
from kaiwa.line.choices import Choice
from line_reply.speech.languages.text import Texts


@dataclass(frozen=True)
class Request:
    """Who orders what, and in whose words it is answered.

    `anew`: an earlier attempt may have done it, or a part of it.
    """

    chat_id: str
    one_to_one: bool
    argument: str
    texts: Texts
    anew: bool


@dataclass(frozen=True)
class Said:
    """What the bot answers: bubbles, and buttons below the last. `once_told` is done after the user
    has heard it, and not otherwise.
    """

    bubbles: Sequence[Bubble]
    choices: Sequence[Choice] = ()
    once_told: Callable[[], None] | None = None


type Do = Callable[[Request], Said]
"""Does what a command says. Raises whatever another attempt may mend."""
