"""/persona: show, set or clear the user's own instructions for the model."""

from dataclasses import dataclass

from kaiwa.log import described, logger
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError
from kaiwa.model.models import Models
from kaiwa.table.conversations import Conversations
from line_reply.commands.orders import CLEAR, plain
from line_reply.commands.request import Request, Said

LONGEST_PERSONA = 500
"""In characters."""


@dataclass(frozen=True)
class Persona:
    """Keeps the instructions, unless they are not to be passed on to the model."""

    conversations: Conversations
    models: Models

    def __call__(self, request: Request) -> Said:
        texts, wish = request.texts, request.argument
        if not wish:
            present: str | None = self.conversations.get(request.chat_id).persona
            shown = texts.persona_shown.format(persona=present) if present else texts.persona_none
            return Said([shown])
        if plain(wish) == CLEAR:
            self.conversations.set_persona(request.chat_id, None)
            return Said([texts.persona_cleared])
        if len(wish) > LONGEST_PERSONA:
            return Said([texts.persona_too_long.format(limit=LONGEST_PERSONA)])
        return self._set(request)

    def _set(self, request: Request) -> Said:
        try:
            flagged = self.models.begin().flags(request.argument)
        except (ModelRefusedError, ModelTimeoutError) as error:
            logger().error("Nobody will judge the persona.", failure=described(error))
            return Said([request.texts.try_later])
        if flagged:
            return Said([request.texts.refused])
        self.conversations.set_persona(request.chat_id, request.argument)
        return Said([request.texts.persona_set])
