"""Gateway to what the table knows of a chat as a whole: its settings, and its summary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from kaiwa.models import Conversation, TableMeta, conversation_item_id
from kaiwa.transactions import conversation_of, held


@dataclass(frozen=True)
class Summary:
    """What was said from one time to another, in few words. `past_version` is the conversation's
    as it was read before anything that the summary was made of.
    """

    text: str
    since: datetime
    until: datetime
    past_version: int


class Conversations:
    """The conversations' items. All reads are consistent."""

    def __init__(self, table_name: str) -> None:
        TableMeta.table_name = table_name

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
        """The language, by its code, in which Kaiwa itself speaks in the chat."""
        _item(chat_id).update([Conversation.language.set(language)])

    def set_persona(self, chat_id: str, persona: str | None) -> None:
        """The user's own instructions for the model, or None for none."""
        change = Conversation.persona.set(persona) if persona else Conversation.persona.remove()
        _item(chat_id).update([change])

    def stop(self, chat_id: str, now: datetime) -> None:
        """Nothing is to be sent into the chat, until `resume`."""
        _item(chat_id).update([Conversation.stopped_at.set(now)])

    def resume(self, chat_id: str) -> None:
        """The bot is welcome again."""
        _item(chat_id).update([Conversation.stopped_at.remove()])

    def store_summary(self, chat_id: str, summary: Summary) -> bool:
        """Store the summary, unless the past was changed since what it was made of was read."""
        version = Conversation.past_version == summary.past_version
        if summary.past_version == 0:
            version = version | Conversation.past_version.does_not_exist()
        summarised: list[Action] = [
            Conversation.summary.set(summary.text),
            Conversation.summary_from.set(summary.since),
            Conversation.summary_until.set(summary.until),
        ]
        return held(lambda: _item(chat_id).update(summarised, condition=version))


def _item(chat_id: str) -> Conversation:
    return Conversation(conversation_item_id(chat_id))
