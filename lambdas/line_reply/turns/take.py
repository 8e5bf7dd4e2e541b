"""The use case: one turn of a conversation, from the message to the delivered answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.line.choices import Choice
from kaiwa.line.events import is_too_old
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.metrics import count
from kaiwa.queue import EventQueue
from kaiwa.table.items import NOTICE, Message
from kaiwa.table.messages import LimitReachedError, MessageTable
from kaiwa.table.turns import Content, DailyLimits, Delivery, Turn
from kaiwa.times import Clock
from line_reply.attachments import acknowledge
from line_reply.attachments.image_sets import as_a_whole
from line_reply.attempt import Attempt
from line_reply.delivery.deliver import Deliver
from line_reply.memory.summary_due import SummaryDue
from line_reply.speech.chat import Chat
from line_reply.turns.answer import AnswerMessage, DeletedError
from line_reply.turns.ask import Answer


@dataclass(frozen=True)
class TakeTurn:
    """Answers a message, or finishes what an earlier attempt began."""

    messages: MessageTable
    answer: AnswerMessage
    deliver: Deliver
    summaries: EventQueue
    limits: DailyLimits
    clock: Clock

    def __call__(self, received: ReceivedMessage, chat: Chat, attempt: Attempt) -> str:
        """Returns how it ended, for logs.

        Raises what another attempt may mend: what `AnswerMessage` raises, `LineUnavailableError`,
        `LineUnclearError`.
        """
        if is_too_old(received.sent_at, self.clock()):
            return "too old"
        try:
            begun = self.messages.begin_turn(received, self.limits, self.clock())
        except LimitReachedError:
            return self._say_limit(received, chat)
        turn = as_a_whole(received, begun, self.messages, self.clock())
        if turn is None:
            return "one of several"
        if turn.question is None:
            return "deleted"
        if turn.answer is not None:
            return self.deliver(turn.answer, chat, _choices(received, turn.answer.role, chat))
        return self._answer(received, turn, turn.question, chat, attempt)

    def _answer(
        self,
        received: ReceivedMessage,
        turn: Turn,
        question: Message,
        chat: Chat,
        attempt: Attempt,
    ) -> str:
        try:
            answer = self.answer(received, turn, question, chat, attempt)
        except DeletedError:
            return "deleted"
        outcome = self._say(received, question, answer, chat)
        if outcome is None:
            return "deleted"
        if answer.outgrown:
            self._ask_for_summary(received)
        return outcome

    def _say(
        self, received: ReceivedMessage, question: Message, answer: Answer, chat: Chat
    ) -> Delivery | None:
        """Store and deliver the answer. None if the question was deleted meanwhile."""
        choices = _choices(received, answer.content.role, chat)
        if not answer.left_out:
            return self.deliver.store(question, answer.content, chat, choices)
        # Noted before LINE is called: nobody would know of it on the next attempt.
        stored = self.messages.store_answer(question, answer.content, self.clock())
        self.messages.leave_out(answer.left_out)
        return None if stored is None else self.deliver(stored, chat, choices)

    def apologise(self, received: ReceivedMessage, chat: Chat) -> None:
        """Tell the user that it did not work, unless there is an answer on its way already."""
        turn = self.messages.begin_turn(received, DailyLimits(), self.clock())
        if (
            turn.question is not None
            and turn.answer is None
            and self.messages.claim_set(received, turn.question.id, self.clock())
        ):
            sorry = Content(NOTICE, chat.voice().try_later)
            choices = _choices(received, NOTICE, chat)
            count("Apologies", reason="defect")
            self.deliver.store(turn.question, sorry, chat, choices)

    def _say_limit(self, received: ReceivedMessage, chat: Chat) -> str:
        """Pictures that were sent together hear of it once."""
        if not self.messages.claim_set(received, received.message_id, self.clock()):
            return "one of several"
        count("Refusals", reason="limit reached")
        return chat.say([chat.voice().limit_reached]) or "limit reached"

    def _ask_for_summary(self, received: ReceivedMessage) -> None:
        """The user has the answer by now, so that nothing of this may fail the turn."""
        due = SummaryDue(received.conversation_id, received.message_id)
        try:
            self.summaries.send(due.queued())
        except Exception as error:
            logger().warning("The next turn asks for the summary.", failure=described(error))


def _choices(received: ReceivedMessage, role: str, chat: Chat) -> Sequence[Choice]:
    """What the user may tap below an answer: what to do with a picture or file."""
    offers = role == NOTICE and acknowledge.is_attachment(received)
    return acknowledge.choices(received, chat.voice()) if offers else ()
