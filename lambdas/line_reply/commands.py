"""What a user can tell the bot itself, instead of asking the model: as text or by a button."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaiwa.line import Choice
from line_reply.languages import languages
from line_reply.languages.text import Texts


class Command(StrEnum):
    """What may be told, as it is written."""

    HELP = "/help"
    RESET = "/reset"
    FORGET = "/forget"
    AGAIN = "/again"
    PERSONA = "/persona"
    LANGUAGE = "/language"
    LINK = "/link"
    UNLINK = "/unlink"


PERSONAL = (Command.FORGET, Command.PERSONA, Command.LINK, Command.UNLINK)
"""Commands about one's own data: they belong into the one-to-one chat."""
YES, NO, CLEAR = "yes", "no", "clear"


@dataclass(frozen=True)
class Order:
    """A command, and what follows it, as the user wrote it."""

    command: Command
    argument: str = ""


def order_in(text: str) -> Order | None:
    """What the text orders. One that looks like a command and is none asks for help.

    A command is a slash and letters, in any case and width: paths and dates are none. Any white
    space may follow it, also the wide one of Japanese keyboards.
    """
    first, *rest = text.split(maxsplit=1) or [""]
    word = plain(first)
    if not (word.startswith("/") and word[1:].isascii() and word[1:].isalpha()):
        return None
    if word not in set(Command):
        return Order(Command.HELP)
    return Order(Command(word), "".join(rest).strip())


def plain(words: str) -> str:
    """The words in one case and width, to be compared."""
    return unicodedata.normalize("NFKC", words).lower().strip()


def choices(texts: Texts, one_to_one: bool) -> Sequence[Choice]:
    """Buttons for what users want most."""
    labels = {
        Command.HELP: texts.label_help,
        Command.RESET: texts.label_reset,
        Command.AGAIN: texts.label_again,
        Command.PERSONA: texts.label_persona,
        Command.LANGUAGE: texts.label_language,
        Command.LINK: texts.label_link,
        Command.FORGET: texts.label_forget,
    }
    return [
        Choice(label, command=command.value)
        for command, label in labels.items()
        if one_to_one or command not in PERSONAL
    ]


def confirmation(texts: Texts) -> Sequence[Choice]:
    """Buttons below the question whether to forget."""
    return [
        Choice(texts.label_forget_yes, command=f"{Command.FORGET} {YES}"),
        Choice(texts.label_cancel, command=f"{Command.FORGET} {NO}"),
    ]


def language_choices() -> Sequence[Choice]:
    """A button for each language, in that language."""
    return [
        Choice(name, command=f"{Command.LANGUAGE} {code}") for code, name in languages().items()
    ]
