"""A worker in its surroundings: the real gateways to a table, and fakes of LINE and the model."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest
from botocore.client import BaseClient

from kaiwa.line.content import Content as LineContent
from kaiwa.line.events import Received
from kaiwa.line.messages import ReceivedMessage
from kaiwa.line.taps import TryAgain
from kaiwa.model.drawing import Offered
from kaiwa.table.accounts import Accounts, Link
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import ASSISTANT, Conversation, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations
from kaiwa.table.overheard import OverheardTexts
from kaiwa.table.past import Past
from kaiwa.table.reminders import Reminders
from kaiwa.table.turns import Content, DailyLimits
from line_reply.admission import Admission
from line_reply.attachments.current import Attach
from line_reply.attachments.recordings import WriteDown
from line_reply.attempt import Attempt
from line_reply.commands.again import Again
from line_reply.commands.draw import ExplainDrawing, asks_to_draw
from line_reply.commands.forget import Forget, ForgetChat
from line_reply.commands.help import Help
from line_reply.commands.language import ChooseLanguage
from line_reply.commands.link import OfferCode, Unlink
from line_reply.commands.listen import Listen
from line_reply.commands.obey import Obey
from line_reply.commands.orders import Command, order_in
from line_reply.commands.persona import Persona
from line_reply.commands.reminders import ListReminders
from line_reply.commands.reset import Reset
from line_reply.delivery.deliver import Deliver
from line_reply.lifecycle import Lifecycle
from line_reply.listening.digest import ReadOverheard
from line_reply.listening.overhear import Overhear
from line_reply.memory.history import HistoryLimits, Recall
from line_reply.memory.summarise import Summarise
from line_reply.memory.summary_due import SummaryDue
from line_reply.reminders.cancel import CancelReminders
from line_reply.reminders.remind import Remind
from line_reply.reminders.set import SetReminders
from line_reply.speech.chat import Chat, Chats
from line_reply.speech.language import Languages
from line_reply.turns.answer import AnswerMessage
from line_reply.turns.draw import Draw
from line_reply.turns.quote import ReadQuote
from line_reply.turns.take import TakeTurn
from tests.builders import (
    GROUP_ID,
    NOON,
    USER_ID,
    Event,
    at,
    message_event,
    postback_event,
    received,
    work_of,
)
from tests.fakes import (
    FakeClock,
    FakeExports,
    FakeLine,
    FakeModel,
    FakeModels,
    FakeParameters,
    FakePictures,
    FakeQueue,
    FakeSchedules,
    FakeSentBubbles,
)
from tests.unit.tables import RETENTION, TABLE_NAME

ROOMY = HistoryLimits(messages=20, characters=10_000, retention=RETENTION)
NO_LIMITS = DailyLimits()
ATTEMPTS = 5
PICTURES = "https://api.example.com/pictures"
TOKYO = ZoneInfo("Asia/Tokyo")
LINK_PAGE = "https://api.example.com/connect"
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")


class CrashError(Exception):
    """The worker is gone."""


class World:
    """The worker and its surroundings. Its users have set nothing, and LINE tells no language, so
    Kaiwa itself speaks English. Whatever is put in place of a member holds from the next call on.
    """

    def __init__(self, messages: MessageTable, now: datetime = NOON) -> None:
        self.messages = messages
        self.conversations = Conversations(TABLE_NAME)
        self.past = Past(TABLE_NAME)
        self.overheard = OverheardTexts(TABLE_NAME)
        self.accounts = Accounts(TABLE_NAME)
        self.exports = FakeExports()
        self.pictures = FakePictures()
        self.drawing = Offered.OFF
        self.patience = timedelta(seconds=40)
        self.reminders = Reminders(TABLE_NAME)
        self.schedules = FakeSchedules()
        self.offers_reminders = False
        self.line = FakeLine()
        self.model = FakeModel()
        self.models = FakeModels(lambda: self.model)
        self.queue = FakeQueue()
        self.sent_bubbles = FakeSentBubbles()
        self.clock = FakeClock(now)
        self.history_limits = ROOMY
        self.daily_limits = NO_LIMITS
        self.delete_data_on_leave = False
        self.cards = False
        self.listening_hours = 24

    # What the worker is made of

    def chats(self) -> Chats:
        languages = Languages(self.conversations, self.line, "en", self.clock)
        return Chats(self.line, languages, self.sent_bubbles, RETENTION, self.clock)

    def chat(self, event: Received) -> Chat:
        return self.chats().of(event)

    def admission(self, allowed: str = "*") -> Admission:
        parameters = FakeParameters(ALLOWED_USER_IDS=allowed)
        return Admission(parameters.read, self.messages, self.clock)

    def take_turn(self) -> TakeTurn:
        answer = AnswerMessage(
            self.line,
            self.models,
            Recall(self.messages, self.conversations, self.history_limits, self.clock),
            Attach(self.messages, self.line),
            WriteDown(self.messages, self.line, self.clock),
            ReadQuote(self.messages, self.conversations, self.line, self.clock, self.pictures),
            self.read_overheard(),
            self.draw(),
            self.set_reminders() if self.offers_reminders else None,
        )
        deliver = Deliver(self.messages, self.clock, self.cards, PICTURES)
        return TakeTurn(self.messages, answer, deliver, self.queue, self.daily_limits, self.clock)

    def draw(self) -> Draw:
        limit = self.daily_limits.pictures
        return Draw(
            self.drawing,
            asks_to_draw,
            self.pictures,
            self.messages,
            limit,
            self.clock,
            self.patience,
        )

    def obey(self) -> Obey:
        return Obey(
            {
                Command.HELP: Help(),
                Command.RESET: Reset(self.past, self.clock),
                Command.FORGET: Forget(self.forget_chat()),
                Command.AGAIN: Again(self.messages, self.conversations, self.clock, PICTURES),
                Command.DRAW: ExplainDrawing(self.drawing),
                Command.PERSONA: Persona(self.conversations, self.models),
                Command.LANGUAGE: ChooseLanguage(self.conversations),
                Command.LINK: OfferCode(self.accounts, self.line, LINK_PAGE, self.clock),
                Command.UNLINK: Unlink(self.accounts, self.exports),
                Command.LISTEN: Listen(self.overheard, self.listening_hours, self.clock),
                Command.REMINDERS: ListReminders(
                    self.reminders, self.cancel(), TOKYO, self.clock, self.offers_reminders
                ),
            }
        )

    def set_reminders(self) -> SetReminders:
        return SetReminders(
            self.reminders, self.schedules, self.conversations, self.line, TOKYO, self.clock
        )

    def cancel(self) -> CancelReminders:
        return CancelReminders(self.reminders, self.schedules)

    def remind(self) -> Remind:
        operations, deliver = Operations(TABLE_NAME, TOKYO), Deliver(self.messages, self.clock)
        return Remind(self.reminders, self.messages, operations, self.chats(), deliver, self.clock)

    def forget_chat(self) -> ForgetChat:
        pictures, cancel = self.pictures, self.cancel()
        return ForgetChat(self.past, self.accounts, self.exports, pictures, cancel, self.clock)

    def lifecycle(self) -> Lifecycle:
        return Lifecycle(
            self.conversations,
            self.past,
            self.models,
            self.overheard,
            self.forget_chat(),
            self.pictures,
            self.cancel(),
            self.delete_data_on_leave,
            self.clock,
            self.listening_hours,
        )

    def overhear(self) -> Overhear:
        return Overhear(self.overheard, self.listening_hours, self.clock)

    def read_overheard(self) -> ReadOverheard:
        kept, known = self.overheard, self.conversations
        return ReadOverheard(kept, known, self.line, self.listening_hours, self.clock)

    def summarise_with(self, queue: FakeQueue) -> Summarise:
        return Summarise(
            self.messages,
            self.conversations,
            self.models,
            queue,
            self.history_limits,
            self.clock,
        )

    # What happens to it

    def turn(self, message: ReceivedMessage, *, last_attempt: bool = False) -> str:
        """One attempt, soon after the one before and after the message was sent."""
        self.clock.now = max(self.clock.now, message.sent_at) + timedelta(seconds=0.5)
        return self.take_turn()(message, self.chat(message), attempt(last=last_attempt))

    def tap(self, label: str, number: int, *, last_attempt: bool = False) -> str:
        """The user taps a button below the last bubble, that many seconds after noon."""
        return self.take_tap(self.line.commands[label], number, last_attempt=last_attempt)

    def take_tap(self, data: str, number: int, *, last_attempt: bool = False) -> str:
        """One attempt at what a button brings back."""
        event = tapped(data, number)
        self.clock.now = max(self.clock.now, event.sent_at) + timedelta(seconds=0.5)
        return self.take_turn()(event, self.chat(event), attempt(last=last_attempt))

    def apologise(self, message: ReceivedMessage | TryAgain) -> None:
        """What is done when the last attempt fails unforeseen."""
        self.take_turn().apologise(message, self.chat(message))

    def tell(self, text: str, number: int = 1, attempt: int = 1, **changes: Any) -> str:
        """What becomes of the command. The text is as it arrives, without a mention."""
        return self.tell_as(received(text, number, **changes), attempt)

    def tell_as(self, message: ReceivedMessage, number: int = 1, *, last: bool = False) -> str:
        """The same of the whole message. An event is taken before its command is obeyed."""
        order = order_in(message.text)
        assert order is not None
        tried = Attempt(number, number if last else ATTEMPTS)
        refusal = self.admission().refusal(message, tried)
        return refusal or self.obey()(order, message, self.chat(message), tried)

    def summarise(self) -> list[str]:
        """Handle what waits in the queue. Returns how each request ended."""
        waiting, self.queue.sent = self.queue.sent, []
        return [self.summarise_with(FakeQueue())(due_of(queued.event)) for queued in waiting]

    def summarise_chat(self, chat_id: str = USER_ID) -> str:
        """Handle one such request."""
        return self.summarise_with(FakeQueue())(SummaryDue(chat_id, "turn"))

    def say(self, text: str, number: int, answer: str | None = None, **changes: Any) -> Message:
        """A question that was taken, with its answer if there is one. Returns the question."""
        message = received(text, number, **changes)
        question = self.messages.begin_turn(message, NO_LIMITS, at(number)).question
        assert question is not None
        if answer is not None:
            self.messages.store_answer(question, Content(ASSISTANT, answer), at(number + 0.5))
        return question

    def link(self) -> Link:
        """The user links the chat with a sign-in."""
        self.tell("/link", 900)
        return self.accounts.redeem(
            self.code(), "account", "h•@e•.com", self.clock.now, replace=False
        )

    def holds(self, number: int, data: bytes, media_type: str = "image/jpeg") -> None:
        """LINE keeps this of the message of that number."""
        self.line.contents[f"{number:018}"] = LineContent(data, media_type)

    # What is seen of it

    def code(self) -> str:
        """The code that was shown last."""
        found = re.search(r"^\w{5}-\w{5}$", self.line.shown[-1], re.MULTILINE)
        assert found is not None
        return found.group()

    def fetched(self) -> list[int]:
        """Of which messages the content was asked for, by their numbers."""
        return [int(call[1]) for call in self.line.calls if call[0] == "content"]

    def conversation(self, chat_id: str = USER_ID) -> Conversation:
        return self.conversations.get(chat_id)


def attempt(*, last: bool = False) -> Attempt:
    """The first of several attempts, or the last."""
    return Attempt(ATTEMPTS if last else 1, ATTEMPTS)


def due_of(event: Any) -> SummaryDue:
    """The request for a summary, as the worker reads it."""
    work = work_of(event)
    assert isinstance(work, SummaryDue)
    return work


def sent(event: Event) -> ReceivedMessage:
    """The event's message, as the worker reads it."""
    work = work_of(event)
    assert isinstance(work, ReceivedMessage)
    return work


def sends(kind: str, number: int, **of_message: Any) -> ReceivedMessage:
    """A message of any kind in a one-to-one chat, sent that many seconds after noon."""
    return sent(message_event(kind, number, **of_message))


def of_set(number: int, index: int, total: int, set_id: str = "set") -> ReceivedMessage:
    """A picture of several that were sent together."""
    return sends("image", number, imageSet={"id": set_id, "index": index, "total": total})


def tapped(data: str, number: int = 1) -> ReceivedMessage | TryAgain:
    """A tap on a button that leads to a turn, as the worker reads it."""
    work = work_of(postback_event(data, number))
    assert isinstance(work, ReceivedMessage | TryAgain)
    return work


def in_the_group(message: ReceivedMessage) -> ReceivedMessage:
    """The same message in a group."""
    return replace(message, conversation_id=GROUP_ID, one_to_one=False)


def settings(world: World, chat_id: str = USER_ID) -> dict[str, object]:
    """What is set for the chat."""
    found = world.conversations.get(chat_id)
    return {"persona": found.persona, "language": found.language}


def stored() -> dict[str, tuple[str, str, str | None]]:
    """Every message and answer in the table: role, content and delivery by id."""
    return {
        item.id: (item.role, item.content, item.delivery) for item in Message.scan() if item.role
    }


def items() -> dict[str, dict[str, Any]]:
    """Everything in the table, by id."""
    found = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {item["id"]["S"]: dict(item) for item in found}


def wipe() -> None:
    """An empty table again."""
    client = boto3.client("dynamodb")
    for key in items():
        client.delete_item(TableName=TABLE_NAME, Key={"id": {"S": key}})


@contextmanager
def crash_after(writes: int) -> Iterator[None]:
    """The worker ends right after that many writes to the table."""
    call, done = BaseClient._make_api_call, 0  # type: ignore[attr-defined]

    def counted(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        nonlocal done
        result = call(client, operation, arguments)
        if operation in WRITES:
            done += 1
            if done == writes:
                raise CrashError
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", counted)
        yield
