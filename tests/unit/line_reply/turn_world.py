"""A worker that takes turns, on the real gateway to a table of moto's; the outside is fakes."""

from datetime import timedelta
from typing import Any

from kaiwa.line.content import Content
from kaiwa.line.messages import ReceivedMessage, received_message
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import Conversation, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import DailyLimits
from line_reply.memory import summarise as summarising
from line_reply.memory.history import HistoryLimits
from line_reply.speech.chat import Talk
from line_reply.speech.languages.en import TEXTS
from line_reply.turns.take import apologise, take_turn
from tests.builders import USER_ID, Event, at, message_event
from tests.fakes import FakeClock, FakeLine, FakeModel, FakeQueue
from tests.unit.conftest import RETENTION, TABLE_NAME

ROOMY = HistoryLimits(messages=20, characters=10_000, retention=RETENTION)
NO_LIMITS = DailyLimits()


class World:
    """The worker and its surroundings. Kaiwa itself speaks English."""

    def __init__(self, messages: MessageTable) -> None:
        self.messages = messages
        self.conversations = Conversations(TABLE_NAME)
        self.past = Past(TABLE_NAME)
        self.line = FakeLine()
        self.model = FakeModel()
        self.queue = FakeQueue()
        self.clock = FakeClock(at(0))
        self.talk = Talk(self.line, lambda: TEXTS, self.clock)
        self.history_limits = ROOMY
        self.daily_limits = NO_LIMITS

    def turn(self, message: ReceivedMessage, *, last_attempt: bool = False) -> str:
        """One attempt, soon after the one before and after the message was sent."""
        self.clock.now = max(self.clock.now, message.sent_at) + timedelta(seconds=0.5)
        return take_turn(
            message,
            last_attempt,
            self.messages,
            self.conversations,
            self.line,
            self.model,
            self.queue,
            self.daily_limits,
            self.history_limits,
            self.talk,
        )

    def apologise(self, message: ReceivedMessage) -> None:
        """What is done when the last attempt fails unforeseen."""
        apologise(message, self.messages, self.talk)

    def summarise(self) -> list[str]:
        """Handle what waits in the queue. Returns how each request ended."""
        waiting, self.queue.sent = self.queue.sent, []
        chat_ids = [summarising.requested_chat(queued.event) for queued in waiting]
        return [self.summarise_chat(chat_id) for chat_id in chat_ids if chat_id]

    def summarise_chat(self, chat_id: str = USER_ID) -> str:
        """Handle one such request."""
        return summarising.summarise(
            chat_id,
            self.messages,
            self.conversations,
            self.model,
            self.history_limits,
            self.clock,
        )

    def holds(self, number: int, data: bytes, media_type: str = "image/jpeg") -> None:
        """LINE keeps this of the message of that number."""
        self.line.contents[f"{number:018}"] = Content(data, media_type)

    def fetched(self) -> list[int]:
        """Of which messages the content was asked for, by their numbers."""
        return [int(call[1]) for call in self.line.calls if call[0] == "content"]

    def conversation(self, chat_id: str = USER_ID) -> Conversation:
        return self.conversations.get(chat_id)


def sent(event: Event) -> ReceivedMessage:
    """The event's message, as the worker reads it."""
    message = received_message(event)
    assert message is not None
    return message


def sends(kind: str, number: int, **of_message: Any) -> ReceivedMessage:
    """A message of any kind in a one-to-one chat, sent that many seconds after noon."""
    return sent(message_event(kind, number, **of_message))


def of_set(number: int, index: int, total: int, set_id: str = "set") -> ReceivedMessage:
    """A picture of several that were sent together."""
    return sends("image", number, imageSet={"id": set_id, "index": index, "total": total})


def stored() -> dict[str, tuple[str, str, str | None]]:
    """Every message and answer in the table: role, content and delivery by id."""
    return {
        item.id: (item.role, item.content, item.delivery) for item in Message.scan() if item.role
    }
