"""What is said to a message: the model's answer, or a sentence of Kaiwa's own."""

from collections.abc import Callable
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
from kaiwa.model.drawing import Draws
from kaiwa.model.errors import (
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    PictureRefusedError,
)
from kaiwa.model.models import Model, Models
from kaiwa.schedules import SchedulesUnavailableError
from kaiwa.table.items import ASSISTANT, DIGEST, Conversation, Message
from kaiwa.table.quoted import Quoted
from kaiwa.table.turns import Turn
from line_reply.attachments import acknowledge
from line_reply.attachments.current import Attach, Attached
from line_reply.attachments.drawn import is_current, picture_of
from line_reply.attachments.recordings import UnheardError, WriteDown
from line_reply.attempt import Attempt
from line_reply.listening.digest import (
    Digest,
    NoDigest,
    NoDigestError,
    ReadOverheard,
    with_names,
)
from line_reply.memory.history import Recall, Recalled
from line_reply.reminders.set import SetReminders
from line_reply.speech.chat import Chat
from line_reply.speech.languages.text import Texts
from line_reply.turns.ask import Answer, Question, apology, ask, notice
from line_reply.turns.draw import Draw, NoneLeftError, NotKeptError
from line_reply.turns.go_on import resumed
from line_reply.turns.quote import ReadQuote, Unusable, UnusableQuoteError

TRANSIENT = (
    ModelUnavailableError,
    ContentNotReadyError,
    LineUnavailableError,
    SchedulesUnavailableError,
)

INSTEAD = (ContentTooLargeError, NoDigestError, UnheardError, UnusableQuoteError)


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
    read_overheard: ReadOverheard
    draw: Draw
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
            draws = self.draw.allowed(received)
        except NoneLeftError:
            return notice(chat.voice().no_pictures_left)
        with self.draw.waiting(received, draws, chat) as meanwhile:
            answer = _tried(lambda: self._ask(received, turn, question, chat, draws), chat, attempt)
        return replace(answer, token_spent=meanwhile.said)

    def _ask(
        self,
        received: ReceivedMessage,
        turn: Turn,
        question: Message,
        chat: Chat,
        draws: Draws,
    ) -> Answer:
        digest = self.read_overheard(question) if received.kind is Kind.TEXT else Digest()
        if digest.words:
            draws = Draws.NO
        model = self.models.begin().that(draws)
        model.preload()
        self.line.preload()  # beside what comes next
        with self._waiting(received):
            if received.kind is Kind.AUDIO and not self.write_down(question, received, model):
                raise DeletedError
            past, quoted = self._past(question, turn.conversation)
            quote = self.read_quote(question, quoted, turn.conversation, model)
            if draws is Draws.MUST and quote.is_unknown:
                model = model.that(Draws.MAY)  # it rather says so than draws anything
            attached = quote.attached
            if attached is None:
                attached = self.attach(question, turn.conversation, model.seconds_left)
                if draws is not Draws.NO and not attached.ids:
                    attached = self._drawn_before(question, past) or attached
            persona = turn.conversation.persona
            words = "" if quote.is_of(past.prompt) else quote.words
            words = "\n\n".join(filter(None, (words, digest.words)))
            # What members say to each other is to move no tool, whatever it asks for.
            tools = not digest.words
            asked = Question(received, question, persona, past, attached, words, tools)
            answer = replace(self._answer(asked, model, chat), outgrown=past.outgrown)
            if quote.whole is not None:
                answer = _resumed(answer, quote.whole)
            if answer.drawn is not None:
                content = self.draw.keep(question, answer.content, answer.drawn)
                return replace(answer, content=content)
        return self._digest(answer, digest, received) if digest.words else answer

    def _answer(self, question: Question, model: Model, chat: Chat) -> Answer:
        """The answer, with whatever it asks for done and put into words."""
        remind = self.set_reminders
        if remind is None or not question.tools:
            return ask(question, model, chat.voice)
        answer = ask(question, model.offering(remind.functions()), chat.voice)
        if not answer.calls:
            return answer
        done = remind(answer.calls, question.message, chat.voice())
        words = "\n\n".join(filter(None, (answer.content.text, done)))
        return replace(answer, content=replace(answer.content, text=words), calls=())

    def _digest(self, answer: Answer, digest: Digest, received: ReceivedMessage) -> Answer:
        """With what people are called. No later prompt has it, so nothing could go on with it."""
        content = answer.content
        names = self.read_overheard.names(content.text, digest, received.conversation_id)
        role = DIGEST if content.role == ASSISTANT else content.role
        text = with_names(content.text, names)
        return replace(answer, content=replace(content, role=role, text=text, cut_at=None))

    def _drawn_before(self, question: Message, past: Recalled) -> Attached | None:
        """The picture of the last answer: "make it brighter" is about that one."""
        if question.quoted_id or past.last is None or not is_current(past.last, question):
            return None
        return picture_of(past.last, self.draw.pictures)

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


def _resumed(answer: Answer, before: str) -> Answer:
    content = answer.content
    if content.role != ASSISTANT or not content.text:
        return answer
    text = resumed(before, content.text)
    more = len(text) - len(content.text)
    cut_at = None if content.cut_at is None else content.cut_at + more
    return replace(answer, content=replace(content, text=text, cut_at=cut_at))


def _tried(ask: Callable[[], Answer], chat: Chat, attempt: Attempt) -> Answer:
    try:
        return ask()
    except TRANSIENT as error:
        if not attempt.is_last:
            raise
        logger().error("It did not work on the last attempt.", failure=described(error))
        return _apology(error, chat)
    except PictureRefusedError:
        count("Refusals", reason="not drawn")
        return notice(chat.voice().picture_refused)
    except (ModelTimeoutError, ModelRefusedError, LineRefusedError) as error:
        logger().error("Trying again will not help.", failure=described(error))
        return _apology(error, chat)
    except NotKeptError as error:
        return _apology(error, chat)
    except INSTEAD as error:
        return notice(_said_instead(error, chat.voice()))


def _said_instead(error: Exception, texts: Texts) -> str:
    """What the user hears who asked about something that cannot be had."""
    match error:
        case ContentTooLargeError():
            return acknowledge.too_large(texts, error.most_bytes)
        case NoDigestError():
            return _without_digest(error.why, texts)
        case UnusableQuoteError():
            return _said_of(error.why, texts)
        case _:
            return texts.audio_not_understood


def _said_of(why: Unusable, texts: Texts) -> str:
    """What the user hears of what is quoted and cannot be had."""
    return {
        Unusable.GONE: texts.quote_gone,
        Unusable.VIDEO: texts.video,
        Unusable.NOT_CUT_OFF: texts.nothing_to_go_on_with,
    }[why]


def _without_digest(why: NoDigest, texts: Texts) -> str:
    """What the user hears who wants a digest of nothing."""
    return {
        NoDigest.ONE_TO_ONE: texts.groups_only,
        NoDigest.NOT_LISTENING: texts.listening_is_off,
        NoDigest.NOT_OFFERED: texts.listening_not_offered,
        NoDigest.NOTHING_HEARD: texts.nothing_heard,
    }[why]


def _apology(error: Exception, chat: Chat) -> Answer:
    count("Apologies", reason=type(error).__name__)
    texts = chat.voice()
    return apology(texts.not_ready if isinstance(error, ContentNotReadyError) else texts.try_later)
