"""What keeps what was said, in its order, until somebody takes it back."""

from datetime import datetime
from typing import Any

import pytest
from pynamodb.transactions import TransactWrite

import kaiwa.table.past
from kaiwa.table import messages, past
from kaiwa.table.items import Conversation, Message, conversation_item_id
from kaiwa.table.transactions import conversation_of
from line_reply.delivery import deliver
from line_reply.memory import history
from tests.world.guards.registry import GONE, LOST, SHOWN, STAYS, Guard


def _what_is_there(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes again counts as taken back."""
    patch.setattr(messages, "_is_there", lambda *_: False)


def _the_messages_chat(patch: pytest.MonkeyPatch) -> None:
    """Whoever knows the id of a message can take it back."""
    patch.setattr(kaiwa.table.past, "_is_elsewhere", lambda *_: False)


def _the_edits_time(patch: pytest.MonkeyPatch) -> None:
    """The edit that comes last counts, not the last edit."""
    message = kaiwa.table.past._message

    def timeless(*of: str) -> Any:
        found = message(*of)
        if found:
            found.sent_at = None
        return found

    patch.setattr(kaiwa.table.past, "_message", timeless)


def _the_edits_condition(patch: pytest.MonkeyPatch) -> None:
    """A message is edited, though it was deleted meanwhile."""
    update = TransactWrite.update

    def unconditional(self: Any, model: Any, actions: Any, condition: Any = None) -> None:
        update(self, model, actions, None if isinstance(model, Message) else condition)

    patch.setattr(TransactWrite, "update", unconditional)


def _the_reset_point(patch: pytest.MonkeyPatch) -> None:
    """What was said before a reset is remembered."""
    beginning = history.beginning_of

    def ignoring(conversation: Conversation) -> datetime:
        return beginning(Conversation(forgotten_at=conversation.forgotten_at))

    patch.setattr(history, "beginning_of", ignoring)


def _the_persona(patch: pytest.MonkeyPatch) -> None:
    """What somebody has the model be stays when all else is forgotten."""
    hide = past.Past.hide

    def but_that(self: past.Past, chat_id: str, now: datetime) -> Conversation:
        persona = conversation_of(chat_id).persona
        hidden = hide(self, chat_id, now)
        if persona:
            item = Conversation(conversation_item_id(chat_id))
            item.update([Conversation.persona.set(persona)])
        return hidden

    patch.setattr(past.Past, "hide", but_that)


def _the_rests_own_key(patch: pytest.MonkeyPatch) -> None:
    """All pushes of an answer have the same key."""
    patch.setattr(deliver, "_key_of", lambda answer, _: deliver.retry_key(answer.id))


GUARDS = (
    Guard("what is there", _what_is_there, "two_texts", (LOST,)),
    Guard("the message's chat", _the_messages_chat, "ids_of_another_chat", (STAYS,)),
    Guard("the edit's time", _the_edits_time, "edits", (GONE,)),
    Guard(
        "the edit's condition",
        _the_edits_condition,
        "edit_and_forget",
        (GONE, "nothing_unnamed_is_stored"),
    ),
    Guard(
        "the reset point",
        _the_reset_point,
        "reset",
        ("what_is_left_behind_is_in_no_later_prompt",),
    ),
    Guard("the persona", _the_persona, "persona_and_forget", (GONE,)),
    Guard("the rest's own key", _the_rests_own_key, "export_in_a_file", (SHOWN,)),
)
