"""Gateway to what the table knows of a chat as a whole: its settings, and its summary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from kaiwa.table.items import (
    ChatSummary,
    Conversation,
    Message,
    TableGateway,
    conversation_item_id,
    summary_id,
)
from kaiwa.table.together import read_together
from kaiwa.table.transactions import commit, conversation_of, held, unchanged


@dataclass(frozen=True)
class Summary:
    """What was said up to a time, in few words. It expires with the first that it knows of."""

    text: str
    until: datetime
    expires_at: datetime


class _ChangedError(Exception):
    """The past is not what it was."""


class Conversations(TableGateway):
    """The conversations' items. All reads are consistent."""

    def get(self, chat_id: str) -> Conversation:
        """What is known of the chat; an empty conversation if nothing is."""
        return conversation_of(chat_id)

    def forgotten_at(self, user_ids: Iterable[str]) -> dict[str, datetime]:
        """Since when each of the users wants to be forgotten, of those who do."""
        by_id = {conversation_item_id(user_id): user_id for user_id in user_ids}
        items = Conversation.batch_get(list(by_id), consistent_read=True)
        return {
            by_id[item.id]: item.forgotten_at for item in items if item.forgotten_at is not None
        }

    def set_language(self, chat_id: str, language: str) -> None:
        """The language, by its code, that was chosen for what Kaiwa itself says in the chat."""
        _item(chat_id).update([Conversation.language.set(language)])

    def set_detected_language(self, chat_id: str, language: str, now: datetime) -> None:
        """The language, a BCP 47 tag, that LINE says now that the chat's user has set it to."""
        detected = Conversation.detected_language.set(language)
        _item(chat_id).update([detected, Conversation.detected_at.set(now)])

    def set_persona(self, chat_id: str, persona: str | None) -> None:
        """The user's own instructions for the model, or None for none."""
        change = Conversation.persona.set(persona) if persona else Conversation.persona.remove()
        _item(chat_id).update([change])

    def stop(self, chat_id: str, at: datetime) -> bool:
        """From that time on the bot is not welcome. False, and nothing changes, if it has been
        since.
        """
        stopped, welcomed = Conversation.stopped_at, Conversation.welcomed_at
        still = (welcomed.does_not_exist() | (welcomed < at)) & (
            stopped.does_not_exist() | (stopped <= at)
        )
        return held(lambda: _item(chat_id).update([stopped.set(at)], condition=still))

    def resume(self, chat_id: str, at: datetime) -> bool:
        """From that time on the bot is welcome. False if it has not been since."""
        stopped, welcomed = Conversation.stopped_at, Conversation.welcomed_at
        # In this order a `stop` of before is refused or taken back, whenever it comes.
        earlier = welcomed.does_not_exist() | (welcomed < at)
        held(lambda: _item(chat_id).update([welcomed.set(at)], condition=earlier))
        still = stopped.does_not_exist() | (stopped <= at)
        return held(lambda: _item(chat_id).update([stopped.remove()], condition=still))

    def summary(self, chat_id: str, now: datetime) -> Summary | None:
        """The chat's summary, if there is one that has not expired."""
        return _summary(read_together([summary_id(chat_id)]).get(summary_id(chat_id)), now)

    def summary_and_messages(
        self, chat_id: str, message_ids: Iterable[str], now: datetime
    ) -> tuple[Summary | None, list[Message]]:
        """The same, and the messages with these ids that exist, in no order: in one request."""
        items = read_together([summary_id(chat_id), *message_ids])
        summary = _summary(items.pop(summary_id(chat_id), None), now)
        return summary, [Message.from_raw_data(item) for item in items.values()]

    def store_summary(self, chat_id: str, summary: Summary, past_version: int) -> bool:
        """Store the summary. False if the past was changed since what it was made of was read.

        `past_version` is the conversation's, read before anything that the summary was made of.
        """
        # Without an item the chat was erased meanwhile, and with it the count of its changes.
        same = unchanged(Conversation.past_version, past_version or None)
        still = same & Conversation.id.exists()
        item = ChatSummary(
            summary_id(chat_id),
            text=summary.text,
            until=summary.until,
            expires_at=summary.expires_at,
        )

        def fill(write: TransactWrite, conversation: Conversation) -> None:
            write.save(item)
            until = Conversation.summary_until.set(summary.until)
            write.update(conversation, [until], condition=still)

        try:
            commit(chat_id, fill, {1: _ChangedError})
        except _ChangedError:
            return False
        return True


def _summary(item: Mapping[str, Any] | None, now: datetime) -> Summary | None:
    if item is None:
        return None
    known = ChatSummary.from_raw_data(dict(item))
    if known.expires_at <= now:
        return None
    return Summary(known.text, known.until, known.expires_at)


def _item(chat_id: str) -> Conversation:
    return Conversation(conversation_item_id(chat_id))
