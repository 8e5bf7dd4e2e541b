"""The use cases of what users set for their chat: a persona and a language."""

from kaiwa.log import described, logger
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError
from line_reply.commands import orders as commands
from line_reply.commands.orders import CLEAR, plain
from line_reply.commands.request import Request, Said, Stores
from line_reply.speech.languages import languages, primary, texts_for

LONGEST_PERSONA = 500
"""In characters."""


def persona(request: Request, stores: Stores) -> Said:
    """Show, clear or set the user's own instructions for the model."""
    texts, wish = request.texts, request.argument
    if not wish:
        present: str | None = stores.conversations.get(request.chat_id).persona
        shown = texts.persona_shown.format(persona=present) if present else texts.persona_none
        return Said([shown])
    if plain(wish) == CLEAR:
        stores.conversations.set_persona(request.chat_id, None)
        return Said([texts.persona_cleared])
    if len(wish) > LONGEST_PERSONA:
        return Said([texts.persona_too_long.format(limit=LONGEST_PERSONA)])
    try:
        flagged = stores.flags is not None and stores.flags(wish)
    except (ModelRefusedError, ModelTimeoutError) as error:
        logger().error("Nobody will judge the persona.", failure=described(error))
        return Said([texts.try_later])
    if flagged:
        return Said([texts.refused])
    stores.conversations.set_persona(request.chat_id, wish)
    return Said([texts.persona_set])


def language(request: Request, stores: Stores) -> Said:
    """Offer the languages, or speak one from now on."""
    wish = plain(request.argument)
    known = ", ".join(languages())
    if not wish:
        words = request.texts.language_choices.format(languages=known)
        return Said([words], commands.language_choices())
    by_name = {plain(name): code for code, name in languages().items()}
    code = by_name.get(wish, primary(wish))
    if code not in languages():
        words = request.texts.language_unknown.format(languages=known)
        return Said([words], commands.language_choices())
    stores.conversations.set_language(request.chat_id, code)
    return Said([texts_for(code, code).language_set])
