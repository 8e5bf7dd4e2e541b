"""Quick replies: what the user may tap instead of typing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linebot.v3.messaging import Action, QuickReply

MOST_CHOICES = 13
LONGEST_LABEL = 20
"""LINE counts graphemes here. Counted are code points, of which there are never fewer.
https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""


@dataclass(frozen=True)
class Choice:
    """One button below a text. It has exactly one of the three:

    `says`: what the user then says, as if typed (up to 300 characters). `command`: what the bot
    gets as a postback's data (up to 300), while the chat shows the label as the user's words.
    `opens`: the address of a page (up to 1,000).
    """

    label: str
    says: str | None = None
    command: str | None = None
    opens: str | None = None

    def __post_init__(self) -> None:
        if [self.says, self.command, self.opens].count(None) != 2:
            raise ValueError("A choice says something, is a command or opens a page.")


def suggestion(words: str) -> Choice:
    """A button that says these words, which it shows as far as there is room."""
    label = words if _label(words) == words else f"{_label(words, LONGEST_LABEL - 1)}…"
    return Choice(label, says=words)


def quick_reply(choices: Sequence[Choice]) -> "QuickReply | None":
    """LINE's object for the choices, cut to what LINE takes. None if there are none.

    LINE for PC shows none.
    https://developers.line.biz/en/docs/messaging-api/using-quick-reply/
    """
    from linebot.v3.messaging import QuickReply, QuickReplyItem

    items = [QuickReplyItem(action=action) for action in _actions(choices[:MOST_CHOICES])]
    return QuickReply(items=items) if items else None


def _actions(choices: Iterable[Choice]) -> "Iterable[Action]":
    from linebot.v3.messaging import MessageAction, PostbackAction, URIAction

    for choice in choices:
        label = _label(choice.label)
        if choice.command is not None:
            yield PostbackAction(label=label, data=choice.command, displayText=label)
        elif choice.opens is not None:
            yield URIAction(label=label, uri=choice.opens)
        else:
            yield MessageAction(label=label, text=choice.says)


def _label(text: str, most: int = LONGEST_LABEL) -> str:
    """As much of the text as LINE takes, in whole graphemes."""
    import regex

    label = ""
    for grapheme in regex.findall(r"\X", text):
        if len(label) + len(grapheme) > most:
            break
        label += grapheme
    return label
