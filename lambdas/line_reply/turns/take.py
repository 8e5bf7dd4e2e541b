"""The use case: one turn of a conversation, from the message to the delivered answer."""

from dataclasses import dataclass, replace

from kaiwa.line.choices import suggestion
from kaiwa.line.events import is_too_old
from kaiwa.line.messages import ReceivedMessage
from kaiwa.line.taps import TryAgain
from kaiwa.log import described, logger
from kaiwa.metrics import count
from kaiwa.queue import EventQueue
from kaiwa.table.items import APOLOGY, Message
from kaiwa.table.messages import LimitReachedError, MessageTable
from kaiwa.table.turns import Content, DailyLimits, Delivery, Turn
from kaiwa.times import Clock
from line_reply.attachments.image_sets import as_a_whole
from line_reply.attempt import Attempt
from line_reply.delivery.deliver import Deliver
from line_reply.memory.summary_due import SummaryDue
from line_reply.speech.chat import Chat
from line_reply.turns.answer import AnswerMessage, DeletedError
from line_reply.turns.ask import Answer
from line_reply.turns.choices import asked_again, choices_below


@dataclass(frozen=True)
class TakeTurn:
    """Answers a message, or finishes what an earlier attempt began."""

    messages: MessageTable
    answer: AnswerMessage
    deliver: Deliver
    summaries: EventQueue
    limits: DailyLimits
    clock: Clock

    def __call__(self, event: ReceivedMessage | TryAgain, chat: Chat, attempt: Attempt) -> str:
        """Returns how it ended, for logs.

        Raises what another attempt may mend: what `AnswerMessage` raises, `LineUnavailableError`,
        `LineUnclearError`.
        """
        if is_too_old(event.sent_at, self.clock()):
            return "too old"
        if isinstance(event, TryAgain):
            return self._try_again(event, chat, attempt)
        try:
            begun = self.messages.begin_turn(event, self.limits, self.clock())
        except LimitReachedError:
            return self._say_limit(event, chat)
        turn = as_a_whole(event, begun, self.messages, self.clock())
        return "one of several" if turn is None else self._finish(event, turn, chat, attempt)

    def _try_again(self, event: TryAgain, chat: Chat, attempt: Attempt) -> str:
        """Ask the question that is stored, in place of the apology that it got."""
        try:
            turn = self.messages.begin_again(event, self.limits, self.clock())
        except LimitReachedError:
            return _say_limit_reached(chat)
        if turn.question is None:
            return chat.say([chat.voice().nothing_to_go_on_with]) or "deleted"
        return self._finish(asked_again(event, turn.question), turn, chat, attempt)

    def _finish(self, received: ReceivedMessage, turn: Turn, chat: Chat, attempt: Attempt) -> str:
        if turn.question is None:
            self.answer.draw.drop(received)
            return "deleted"
        if turn.answer is not None:
            return self.deliver(turn.answer, chat, choices_below(turn.answer, received, chat))
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
        if answer.token_spent:
            chat = replace(chat, reply_token=None)
        outcome = self._say(received, question, answer, chat)
        if outcome is None:
            self.answer.draw.drop(received)
            return "deleted"
        if answer.outgrown:
            self._ask_for_summary(received)
        return outcome

    def _say(
        self, received: ReceivedMessage, question: Message, answer: Answer, chat: Chat
    ) -> Delivery | None:
        """Store and deliver the answer. None if the question was deleted meanwhile."""
        below = choices_below(answer.content, received, chat)
        choices = below or [suggestion(each) for each in answer.suggestions]
        if not answer.left_out:
            return self.deliver.store(question, answer.content, chat, choices)
        # Noted before LINE is called: nobody would know of it on the next attempt.
        stored = self.messages.store_answer(question, answer.content, self.clock())
        self.messages.leave_out(answer.left_out)
        return None if stored is None else self.deliver(stored, chat, choices)

    def apologise(self, event: ReceivedMessage | TryAgain, chat: Chat) -> None:
        """Tell the user that it did not work, unless there is an answer on its way already."""
        if isinstance(event, TryAgain):
            turn = self.messages.begin_again(event, DailyLimits(), self.clock())
        else:
            turn = self.messages.begin_turn(event, DailyLimits(), self.clock())
        if turn.question is None or turn.answer is not None:
            return
        received = (
            event if isinstance(event, ReceivedMessage) else asked_again(event, turn.question)
        )
        if self.messages.claim_set(received, turn.question.id, self.clock()):
            sorry = Content(APOLOGY, chat.voice().try_later)
            count("Apologies", reason="defect")
            self.deliver.store(turn.question, sorry, chat, choices_below(sorry, received, chat))

    def _say_limit(self, received: ReceivedMessage, chat: Chat) -> str:
        """Pictures that were sent together hear of it once."""
        if not self.messages.claim_set(received, received.message_id, self.clock()):
            return "one of several"
        return _say_limit_reached(chat)

    def _ask_for_summary(self, received: ReceivedMessage) -> None:
        """The user has the answer by now, so that nothing of this may fail the turn."""
        due = SummaryDue(received.conversation_id, received.message_id)
        try:
            self.summaries.send(due.queued())
        except Exception as error:
            logger().warning("The next turn asks for the summary.", failure=described(error))


def _say_limit_reached(chat: Chat) -> str:
    count("Refusals", reason="limit reached")
    return chat.say([chat.voice().limit_reached]) or "limit reached"
