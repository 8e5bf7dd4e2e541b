"""In which language the bot speaks in a chat."""

from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from kaiwa.line.events import Received
from kaiwa.table.items import Conversation
from line_reply.speech.chat import Clock, Voice
from line_reply.speech.languages import texts_for
from line_reply.speech.languages.text import Texts

DETECTION_LIFE = timedelta(days=7)
"""For how long what LINE said of a user's language is taken for true."""


class Profiles(Protocol):
    """What LINE knows of its users. See `kaiwa.line.Line`."""

    def language(self, user_id: str) -> str | None: ...


class Conversations(Protocol):
    """Where a chat's language is kept. See `kaiwa.table.conversations.Conversations`."""

    def get(self, chat_id: str) -> Conversation: ...

    def set_language(self, chat_id: str, language: str) -> None: ...

    def set_detected_language(self, chat_id: str, language: str, now: datetime) -> None: ...


def voice_in(
    received: Received,
    conversations: Conversations,
    profiles: Profiles,
    default: str,
    clock: Clock,
) -> Voice:
    """The chat's language: as chosen, else as the user has set LINE, else the default.

    LINE tells a user's language only in one-to-one chats with somebody who has added the bot. Users
    may set it anew, so it is asked for again from time to time.
    """

    def detected(known: Conversation) -> str | None:
        language: str | None = known.detected_language
        at: datetime | None = known.detected_at
        if language and at and clock() - at < DETECTION_LIFE:
            return language
        if told := profiles.language(received.conversation_id):
            conversations.set_detected_language(received.conversation_id, told, clock())
        return told or language

    @cache
    def voice() -> Texts:
        known = conversations.get(received.conversation_id)
        chosen: str | None = known.language
        if chosen is None and received.one_to_one:
            return texts_for(detected(known), default)
        return texts_for(chosen, default)

    return voice
