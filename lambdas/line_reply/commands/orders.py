"""The commands, and reading one with its argument from a text or from a button."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile, takewhile

from kaiwa.line.choices import Choice
from kaiwa.line.messages import Kind, ReceivedMessage
from line_reply.speech.languages import aliases
from line_reply.speech.languages.text import Texts


class Command(StrEnum):
    """What may be told, as it is written."""

    HELP = "/help"
    RESET = "/reset"
    FORGET = "/forget"
    AGAIN = "/again"
    DRAW = "/draw"
    PERSONA = "/persona"
    LANGUAGE = "/language"
    LINK = "/link"
    UNLINK = "/unlink"
    LISTEN = "/listen"
    DIGEST = "/digest"
    REMINDERS = "/reminders"


PERSONAL = (Command.FORGET, Command.PERSONA, Command.LINK, Command.UNLINK)
"""Commands about one's own data: they belong into the one-to-one chat."""
OF_GROUPS = (Command.LISTEN, Command.DIGEST)
"""Commands that are of use in groups only."""
TURNS = (Command.DIGEST,)
"""Commands that are a question to the model, and so lead to a turn."""
YES, NO, CLEAR = "yes", "no", "clear"
PUNCTUATION = ":;,.!?=、。・"
"""What people put between a command and what they want of it, or after it. In one width."""
LONGER_NAME = re.compile(r"/|[-_.][0-9a-z]", re.IGNORECASE)
"""What goes on like this is not a command's name but another one, such as a path's."""


@dataclass(frozen=True)
class Order:
    """A command, and what follows it, as the user wrote it."""

    command: Command
    argument: str = ""


def order_of(message: ReceivedMessage) -> Order | None:
    """What the user tells the bot itself by a text. A mere mention asks for help."""
    if message.kind is not Kind.TEXT:
        return None
    return order_in(message.text) if message.text.strip() else Order(Command.HELP)


def order_in(text: str) -> Order | None:
    """What the text orders, in any case and width. Something that looks like a command and is none
    asks for help.

    A command is a slash and a name. A name of Latin letters may be followed by anything else, for
    Japanese has no spaces; one in another script goes as far as its letters.
    """
    slash, said = text.strip()[:1], text.strip()[1:]
    if plain(slash) != "/":
        return None
    for belongs in (_is_ascii_letter, _is_letter):
        name = "".join(takewhile(belongs, said))
        rest = said[len(name) :]
        if LONGER_NAME.match(_one_width(rest)):
            continue
        if command := _command(name):
            return Order(command, "".join(dropwhile(_means_nothing, rest)).strip())
    ends = rest[:1].isspace() or not any(map(str.isalnum, rest))
    return Order(Command.HELP) if name and ends and not LONGER_NAME.match(rest) else None


def plain(words: str) -> str:
    """The words in one case and width, to be compared. Punctuation at their end is dropped."""
    return _one_width(words).lower().strip().rstrip(PUNCTUATION).rstrip()


def _one_width(words: str) -> str:
    return unicodedata.normalize("NFKC", words)


def _is_ascii_letter(character: str) -> bool:
    letter = _one_width(character)
    return letter.isascii() and letter.isalpha()


def _is_letter(character: str) -> bool:
    """Also the marks that some scripts put onto letters."""
    return unicodedata.category(character)[0] in "LM"


def _means_nothing(character: str) -> bool:
    return not plain(character)


def _command(name: str) -> Command | None:
    """The command with this name, in any language."""
    word = plain(name)
    told = aliases().get(word, f"/{word}")
    return Command(told) if told in set(Command) else None


def choices(texts: Texts, one_to_one: bool, hidden: Collection[Command] = ()) -> Sequence[Choice]:
    """Buttons for what users want most, without what is hidden."""
    labels = {
        Command.HELP: texts.label_help,
        Command.RESET: texts.label_reset,
        Command.AGAIN: texts.label_again,
        Command.DRAW: texts.label_draw,
        Command.PERSONA: texts.label_persona,
        Command.LANGUAGE: texts.label_language,
        Command.LINK: texts.label_link,
        Command.UNLINK: texts.label_unlink,
        Command.REMINDERS: texts.label_reminders,
        Command.FORGET: texts.label_forget,
    }
    return [
        Choice(label, command=command.value)
        for command, label in labels.items()
        if command not in hidden and (one_to_one or command not in PERSONAL)
    ]
