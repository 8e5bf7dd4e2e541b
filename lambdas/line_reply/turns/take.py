"""The use case: one turn of a conversation, from the message to the delivered answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from kaiwa.line.events import QueuedEvent, is_too_old
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.table.items import NOTICE, Message
from kaiwa.table.messages import LimitReachedError
from kaiwa.table.turns import Content, DailyLimits, Delivery, Turn
from line_reply.attachments import media
from line_reply.delivery import deliver
from line_reply.memory import history
from line_reply.memory import summarise as summarising
from line_reply.memory.history import HistoryLimits
from line_reply.speech.chat import Talk, say
from line_reply.turns import answer as answering


class Messages(answering.Messages, deliver.Deliveries, Protocol):
    """Where the conversation is kept. See `kaiwa.table.messages.MessageTable`."""

    def begin_turn(self, received: ReceivedMessage, limits: DailyLimits, now: datetime) -> Turn: ...

    def store_answer(
        self, question: Message, content: Content, now: datetime
    ) -> Message | None: ...

    def leave_out(self, message_ids: Iterable[str]) -> None: ...


class Queue(Protocol):
    """Where summaries wait to be made. See `kaiwa.queue.EventQueue`."""

    def send(self, queued: QueuedEvent) -> None: ...


def take_turn(
    received: ReceivedMessage,
    last_attempt: bool,
    messages: Messages,
    conversations: history.Conversations,
    line: answering.Line,
    model: answering.Model,
    queue: Queue,
    daily_limits: DailyLimits,
    history_limits: HistoryLimits,
    talk: Talk,
) -> str:
    """Answer the message, or finish what an earlier attempt began. Returns how it ended, for logs.

    Raises what another attempt may mend: what `answering.answer` raises, `LineUnavailableError`,
    `LineUnclearError`.
    """
    if is_too_old(received.sent_at, talk.clock()):
        return "too old"
    try:
        begun = messages.begin_turn(received, daily_limits, talk.clock())
    except LimitReachedError:
        if not messages.claim_set(received, received.message_id, talk.clock()):
            return "one of several"
        return say(received, [talk.voice().limit_reached], talk) or "limit reached"
    turn = media.as_a_whole(received, begun, messages, talk.clock())
    if turn is None:
        return "one of several"
    if turn.question is None:
        return "deleted"
    stored, outgrown = turn.answer, False
    if stored is None:
        try:
            answer = answering.answer(
                received,
                turn,
                turn.question,
                last_attempt,
                messages,
                conversations,
                line,
                model,
                history_limits,
                talk,
            )
        except answering.DeletedError:
            return "deleted"
        stored = messages.store_answer(turn.question, answer.content, talk.clock())
        outgrown = answer.outgrown
        messages.leave_out(answer.left_out)
    if stored is None:
        return "deleted"
    outcome = _deliver(received, stored, messages, talk)
    if outgrown:
        _ask_for_summary(received, queue)
    return outcome


def apologise(received: ReceivedMessage, messages: Messages, talk: Talk) -> None:
    """Tell the user that it did not work, unless there is an answer on its way already."""
    turn = messages.begin_turn(received, DailyLimits(), talk.clock())
    if (
        turn.question is not None
        and turn.answer is None
        and messages.claim_set(received, turn.question.id, talk.clock())
    ):
        sorry = Content(NOTICE, talk.voice().try_later)
        stored = messages.store_answer(turn.question, sorry, talk.clock())
        if stored is not None:
            _deliver(received, stored, messages, talk)


def _deliver(
    received: ReceivedMessage, answer: Message, messages: Messages, talk: Talk
) -> Delivery:
    offers = answer.role == NOTICE and media.is_attachment(received)
    choices = media.choices(received, talk.voice()) if offers else ()
    return deliver.deliver(answer, received.reply_token, messages, talk.chat, talk.clock, choices)


def _ask_for_summary(received: ReceivedMessage, queue: Queue) -> None:
    """The user has the answer by now, so that nothing of this may fail the turn."""
    try:
        queue.send(summarising.request(received.conversation_id, received.message_id))
    except Exception as error:
        logger().warning("The next turn asks for the summary.", failure=described(error))
