"""What the worker is made of in tests: use cases on a table in memory, and fakes of the rest."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kaiwa.line.events import Received
from kaiwa.model.drawing import Offered
from kaiwa.table.accounts import Accounts
from kaiwa.table.conversations import Conversations
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations
from kaiwa.table.overheard import OverheardTexts
from kaiwa.table.past import Past
from kaiwa.table.reminders import Reminders
from kaiwa.table.turns import DailyLimits
from line_reply.admission import Admission
from line_reply.attachments.current import Attach
from line_reply.attachments.recordings import WriteDown
from line_reply.commands.again import Again
from line_reply.commands.draw import ExplainDrawing, asks_to_draw
from line_reply.commands.forget import Forget, ForgetChat
from line_reply.commands.help import Help
from line_reply.commands.language import ChooseLanguage
from line_reply.commands.link import OfferCode, Unlink
from line_reply.commands.listen import Listen
from line_reply.commands.obey import Obey
from line_reply.commands.orders import Command
from line_reply.commands.persona import Persona
from line_reply.commands.reminders import ListReminders
from line_reply.commands.reset import Reset
from line_reply.delivery.deliver import Deliver
from line_reply.lifecycle import Lifecycle
from line_reply.listening.digest import ReadOverheard
from line_reply.listening.overhear import Overhear
from line_reply.memory.history import HistoryLimits, Recall
from line_reply.memory.summarise import Summarise
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
    NOON,
)
from tests.fakes.aws import FakeExports, FakeParameters, FakePictures, FakeQueue, FakeSchedules
from tests.fakes.clock import FakeClock
from tests.fakes.line import FakeLine
from tests.fakes.model import FakeModel, FakeModels
from tests.fakes.tables import FakeSentBubbles
from tests.unit.tables import RETENTION, TABLE_NAME

ROOMY = HistoryLimits(messages=20, characters=10_000, retention=RETENTION)
NO_LIMITS = DailyLimits()
PICTURES = "https://api.example.com/pictures"
TOKYO = ZoneInfo("Asia/Tokyo")
LINK_PAGE = "https://api.example.com/connect"


class Parts:
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
