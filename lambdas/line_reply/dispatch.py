"""Which use case an event is for."""

from dataclasses import dataclass

from kaiwa.line.events import (
    Follow,
    Join,
    Leave,
    MemberJoined,
    Overheard,
    Postback,
    Unfollow,
    Unsend,
)
from kaiwa.line.messages import Edit, ReceivedMessage
from kaiwa.line.taps import TryAgain
from kaiwa.own_texts import OwnText
from line_reply.admission import Admission
from line_reply.attempt import Attempt
from line_reply.commands.obey import Obey
from line_reply.commands.orders import TURNS, Order, order_in, order_of
from line_reply.delivery.own_text import DeliverOwnText
from line_reply.lifecycle import Lifecycle
from line_reply.listening.overhear import Overhear
from line_reply.memory.summarise import Summarise
from line_reply.memory.summary_due import SummaryDue
from line_reply.reminders.due import ReminderDue
from line_reply.reminders.remind import Remind
from line_reply.speech.chat import Chats
from line_reply.turns.draw import Draw
from line_reply.turns.take import TakeTurn
from line_reply.work import Happening, LineEvent, Own


@dataclass(frozen=True)
class Dispatch:
    """Hands an event to its use case. Returns how it ended; raises to be tried again."""

    chats: Chats
    admission: Admission
    take_turn: TakeTurn
    obey: Obey
    lifecycle: Lifecycle
    overhear: Overhear
    summarise: Summarise
    deliver_own_text: DeliverOwnText
    draw: Draw
    remind: Remind

    def __call__(self, work: LineEvent | Own, attempt: Attempt) -> str:
        match work:
            case OwnText() | SummaryDue() | ReminderDue():
                return self._go_on(work, attempt)
            case ReceivedMessage() | TryAgain():
                return self._answer(work, attempt)
            case Overheard():
                return self.overhear(work, attempt)
            case Postback():
                order = order_in(work.data)
                obeys = order is not None and order.command not in TURNS
                return self._obey(order, work, attempt) if order and obeys else "ignored: postback"
            case _:
                return self._happened(work, attempt)

    def _happened(self, event: Edit | Happening, attempt: Attempt) -> str:
        match event:
            case Edit():
                return self.lifecycle.edit(event, attempt)
            case Unsend():
                return self.lifecycle.unsend(event)
            case MemberJoined():
                return self.lifecycle.tell_newcomers(event, self.chats.of(event))
            case Follow() | Join():
                refusal = self.admission.refusal(event, attempt)
                return refusal or self.lifecycle.welcome(event, self.chats.of(event))
            case Unfollow() | Leave():
                refusal = self.admission.refusal(event, attempt)
                return refusal or self.lifecycle.part(event)

    def _go_on(self, own: Own, attempt: Attempt) -> str:
        match own:
            case OwnText():
                return self.deliver_own_text(own, attempt)
            case SummaryDue():
                return self.summarise(own)
            case ReminderDue():
                return self.remind(own)

    def _answer(self, message: ReceivedMessage | TryAgain, attempt: Attempt) -> str:
        """Whatever goes wrong on the last attempt, a user who asked hears of it."""
        if isinstance(message, ReceivedMessage) and (order := order_of(message)):
            is_turn = order.command in TURNS or self.draw.is_told(message)
            if not is_turn:
                return self._obey(order, message, attempt)
        chat = self.chats.of(message)
        try:
            if not self.admission.may_ask(message):
                return self.admission.decline(message, chat)
            return self.take_turn(message, chat, attempt)
        except Exception:
            if attempt.is_last:
                self.take_turn.apologise(message, chat)
            raise

    def _obey(self, order: Order, received: ReceivedMessage | Postback, attempt: Attempt) -> str:
        chat = self.chats.of(received)
        if not self.admission.may_order(order, received):
            return self.admission.decline(received, chat)
        refusal = self.admission.refusal(received, attempt)
        return refusal or self.obey(order, received, chat, attempt)
