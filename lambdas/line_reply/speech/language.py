"""In which language the bot speaks in a chat."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from kaiwa.line.client import Line
from kaiwa.line.events import Received
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import Conversation
from kaiwa.times import Clock
from line_reply.speech.languages import texts_for
from line_reply.speech.languages.text import Texts

DETECTION_LIFE = timedelta(days=7)
"""For how long what LINE said of a user's language is taken for true."""


@dataclass(frozen=True)
class Languages:
    """A chat's language: as chosen, else as the user has set LINE, else the default.

    LINE tells a user's language only in one-to-one chats with somebody who has added the bot. Users
    may set it anew, so it is asked for again from time to time.
    """

    conversations: Conversations
    line: Line
    default: str
    clock: Clock

    def voice(self, received: Received) -> Callable[[], Texts]:
        """The texts in the language of the event's chat, looked up when first asked for."""

        @cache
        def texts() -> Texts:
            known = self.conversations.get(received.conversation_id)
            chosen: str | None = known.language
            if chosen is None and received.one_to_one:
                chosen = self._detected(received.conversation_id, known)
            return texts_for(chosen, self.default)

        return texts

    def default_voice(self) -> Texts:
        """The texts in the default language."""
        return texts_for(None, self.default)

    def _detected(self, user_id: str, known: Conversation) -> str | None:
        language: str | None = known.detected_language
        at: datetime | None = known.detected_at
        if language and at and self.clock() - at < DETECTION_LIFE:
            return language
        if told := self.line.language(user_id):
            self.conversations.set_detected_language(user_id, told, self.clock())
        return told or language
