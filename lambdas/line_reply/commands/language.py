"""/language: choose the language in which Kaiwa itself speaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.line.choices import Choice
from kaiwa.table.conversations import Conversations
from line_reply.commands.orders import Command, plain
from line_reply.commands.request import Request, Said
from line_reply.speech.languages import languages, primary, texts_for


@dataclass(frozen=True)
class ChooseLanguage:
    """Offers the languages, or speaks one from now on."""

    conversations: Conversations

    def __call__(self, request: Request) -> Said:
        wish = plain(request.argument)
        known = ", ".join(languages())
        if not wish:
            words = request.texts.language_choices.format(languages=known)
            return Said([words], language_choices())
        by_name = {plain(name): code for code, name in languages().items()}
        code = by_name.get(wish, primary(wish))
        if code not in languages():
            words = request.texts.language_unknown.format(languages=known)
            return Said([words], language_choices())
        self.conversations.set_language(request.chat_id, code)
        return Said([texts_for(code, code).language_set])


def language_choices() -> Sequence[Choice]:
    """A button for each language, in that language."""
    return [
        Choice(name, command=f"{Command.LANGUAGE} {code}") for code, name in languages().items()
    ]
