"""What is said to a message: the model's answer, or a sentence of Kaiwa's own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from kaiwa.line.client import Line
from kaiwa.line.errors import (
    ContentNotReadyError,
    ContentTooLargeError,
    LineRefusedError,
    LineUnavailableError,
)
from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.metrics import count
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.models import Model, Models
from kaiwa.schedules import SchedulesUnavailableError
from kaiwa.table.items import Conversation, Message
from kaiwa.table.quoted import Quoted
from kaiwa.table.turns import Turn
from line_reply.attachments import acknowledge
from line_reply.attachments.current import Attach
from line_reply.attachments.recordings import UnheardError, WriteDown
from line_reply.attempt import Attempt
from line_reply.memory.history import Recall, Recalled
from line_reply.reminders.set import SetReminders
from line_reply.speech.chat import Chat
from line_reply.speech.languages.text import Texts
from line_reply.turns.ask import Answer, Question, apology, ask, notice
from line_reply.turns.quote import ReadQuote, Unusable, UnusableQuoteError

TRANSIENT = (
    ModelUnavailableError,
    ContentNotReadyError,
    LineUnavailableError,
    SchedulesUnavailableError,
)


class DeletedError(Exception):
    """The user took the message back while it was being answered."""


@dataclass(frozen=True)
class AnswerMessage:
    """Asks the model, with what was said before and what is attached."""

    line: Line
    models: Models
    recall: Recall
    attach: Attach
    write_down: WriteDown
    read_quote: ReadQuote
    set_reminders: SetReminders | None = None

    def __call__(
        self,
        received: ReceivedMessage,
        turn: Turn,
        question: Message,
        chat: Chat,
        attempt: Attempt,
    ) -> Answer:
        """What to say to the message.

        Raises `DeletedError`, and what another attempt may mend: `TRANSIENT`, but on the last
        attempt, which apologises instead.
        """
        if words := acknowledge.words_for(received, turn.pictures, chat.voice):
            return notice(words)
        try:
            return self._ask(received, turn, question, chat)
        except TRANSIENT as error:
            if not attempt.is_last:
                raise
            logger().error("It did not work on the last attempt.", failure=described(error))
            return _apology(error, chat)
        except (ModelTimeoutError, ModelRefusedError, LineRefusedError) as error:
            logger().error("Trying again will not help.", failure=described(error))
            return _apology(error, chat)
        except ContentTooLargeError as error:
            return notice(acknowledge.too_large(chat.voice(), error.most_bytes))
        except UnheardError:
            return notice(chat.voice().audio_not_understood)
        except UnusableQuoteError as error:
            return notice(_said_of(error.why, chat.voice()))

    def _ask(self, received: ReceivedMessage, turn: Turn, question: Message, chat: Chat) -> Answer:
        model = self.models.begin()
        model.preload()
        self.line.preload()  # beside what comes next
        with self._waiting(received):
            if received.kind is Kind.AUDIO and not self.write_down(question, received, model):
                raise DeletedError
            past, quoted = self._past(question, turn.conversation)
            quote = self.read_quote(question, quoted, turn.conversation, model)
            attached = quote.attached
            if attached is None:
                attached = self.attach(question, turn.conversation, model.seconds_left)
            persona = turn.conversation.persona
            words = "" if quote.is_of(past.prompt) else quote.words
            asked = Question(received, question, persona, past, attached, words)
            return replace(self._answer(asked, model, chat), outgrown=past.outgrown)

    def _answer(self, question: Question, model: Model, chat: Chat) -> Answer:
        """The answer, with whatever it asks for done and put into words."""
        remind = self.set_reminders
        if remind is None:
            return ask(question, model, chat.voice)
        answer = ask(question, model.offering(remind.functions()), chat.voice)
        if not answer.calls:
            return answer
        done = remind(answer.calls, question.message, chat.voice())
        words = "\n\n".join(filter(None, (answer.content.text, done)))
        return replace(answer, content=replace(answer.content, text=words), calls=())

    def _past(
        self, question: Message, conversation: Conversation
    ) -> tuple[Recalled, Quoted | None]:
        """What was said before, and what the question quotes, looked up beside it."""
        quoted_id: str | None = question.quoted_id
        if quoted_id is None:
            return self.recall(question, conversation), None
        with ThreadPoolExecutor(max_workers=1) as beside:
            quoted = beside.submit(self.read_quote.look_up, question)
            return self.recall(question, conversation), quoted.result()

    def _waiting(self, received: ReceivedMessage) -> AbstractContextManager[None]:
        """Shows in a one-to-one chat, the only kind in which LINE can, that an answer is coming."""
        if received.one_to_one:
            return self.line.keep_loading(received.conversation_id)
        return nullcontext()


def _said_of(why: Unusable, texts: Texts) -> str:
    """What the user hears of what is quoted and cannot be had."""
    return {
        Unusable.GONE: texts.quote_gone,
        Unusable.VIDEO: texts.video,
        Unusable.NOT_CUT_OFF: texts.nothing_to_go_on_with,
    }[why]


def _apology(error: Exception, chat: Chat) -> Answer:
    count("Apologies", reason=type(error).__name__)
    texts = chat.voice()
    return apology(texts.not_ready if isinstance(error, ContentNotReadyError) else texts.try_later)
