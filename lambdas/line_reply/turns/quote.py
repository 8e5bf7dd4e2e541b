"""What a question quotes: words in front of its own, or a picture or file that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kaiwa.line.client import Line
from kaiwa.line.content import Content
from kaiwa.line.errors import (
    ContentGoneError,
    ContentTooLargeError,
    LineRefusedError,
    NoContentError,
)
from kaiwa.line.messages import Kind
from kaiwa.log import logger
from kaiwa.model.models import Model
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.pictures import Pictures
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import ASSISTANT, DIGEST, SENT, USER, Conversation, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.quoted import Quoted
from kaiwa.times import BEGINNING, Clock
from line_reply.attachments.current import (
    LARGEST,
    LONGEST_TEXTS,
    Attached,
    Unreadable,
    part_of,
)
from line_reply.attachments.drawn import picture_of
from line_reply.attachments.recordings import LARGEST_RECORDING, UnheardError, words_in
from line_reply.delivery.bubbles import as_sent
from line_reply.memory import history

LONGEST_QUOTE = 2000
"""How many characters of what is quoted a prompt takes."""
UNKNOWN = "[quoted: a message that is not known to you; do not guess what it says]"
OWN_NOTICE = "[quoted: a message of this app's own; what it says is not known to you]"
IN_A_FILE = "[quoted: what is attached]"
ABOUT_A_FILE = "[attached: what that is about]"
DEEPEST = 3
"""How many answers lead on to what the first of them is about."""
BY_ME, BY_YOU, FROM_CHATGPT, NOTICE_OF_APP, RECORDING = (
    "[quoted, said by me]",
    "[quoted, said by you]",
    "[quoted, sent by me from ChatGPT]",
    "[quoted, a notice of this app's]",
    "[quoted, somebody's recording]",
)
ENDS_LIKE_THIS = "[quoted, the end of your message that was cut off]"
KINDS = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}


class Unusable(Enum):
    """Why nothing can be done with what is quoted, in a way that the user should hear of."""

    GONE = "gone"
    VIDEO = "video"
    NOT_CUT_OFF = "not cut off"


class UnusableQuoteError(Exception):
    """The question is about something that cannot be had."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Quote:
    """What stands in front of the question's words; and what is attached to it in place of the
    pictures and files of the last minutes, None for these. `whole` is all of an answer that is to
    be gone on with.
    """

    words: str = ""
    attached: Attached | None = None
    whole: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether nobody but the user knows what is quoted."""
        return self.words == UNKNOWN

    def is_of(self, past: Sequence[PromptMessage]) -> bool:
        """Whether such an answer is what was said last, and so need not be quoted."""
        return self.whole is not None and bool(past) and past[-1]["content"] == self.whole


@dataclass(frozen=True)
class ReadQuote:
    """Finds what a question quotes. It is looked up anew for each attempt, and kept nowhere."""

    messages: MessageTable
    conversations: Conversations
    line: Line
    clock: Clock
    pictures: Pictures

    def look_up(self, question: Message) -> Quoted | None:
        """What the table knows of it; None if that is nothing at all."""
        quoted_id: str | None = question.quoted_id
        return self.messages.quoted(question.line_user_id, quoted_id) if quoted_id else None

    def __call__(
        self,
        question: Message,
        found: Quoted | None,
        conversation: Conversation,
        model: Model,
    ) -> Quote:
        """The quote as the question's prompt has it. `found` is what was looked up.

        What members of a group say to each other is stored nowhere. A picture, recording or file
        of theirs is still at LINE; words are not to be had.

        Raises `UnusableQuoteError`, `line_reply.attachments.recordings.UnheardError`, and what
        `kaiwa.line.client.Line.content` and `kaiwa.model.models.Model.transcribe` raise.
        """
        quoted_id: str | None = question.quoted_id
        if quoted_id is None:
            return Quote()
        quote = self._read(question, found, conversation, model)
        kind = "attachment" if quote.attached else "words"
        logger().info("Read a quote.", found="unknown" if quote.is_unknown else kind)
        return quote

    def _read(
        self,
        question: Message,
        found: Quoted | None,
        conversation: Conversation,
        model: Model,
        deeper: int = DEEPEST,
    ) -> Quote:
        if question.kind == Kind.GO_ON:
            return self._cut_off(found, conversation)
        if found is None:
            # One-to-one all is stored, so it is a sentence of Kaiwa's own or there no more.
            if question.speaker_id == question.line_user_id:
                return Quote(UNKNOWN)
            theirs = Message(question.quoted_id, role=USER)
            return self._fetched(theirs, model, is_theirs=True)
        if found.message is None:
            return Quote(UNKNOWN if found.bubble is None else OWN_NOTICE)
        if not self._is_visible(found, conversation):
            return Quote(UNKNOWN)
        # "I got your picture": whoever quotes that means the picture.
        for each in (found.message, found.question):
            if each is not None and history.stands_alone(each):
                return self._fetched(each, model)
        if drawn := picture_of(found.message, self.pictures):
            return Quote(_block(BY_YOU, found.message.content), drawn)
        words = _block(_who(found.message, question), _words(found.message, found.bubble))
        about = self._about(found.question, conversation, model, deeper)
        return Quote(f"{words}\n{ABOUT_A_FILE}", about) if about else Quote(words)

    def _about(
        self, question: Message | None, conversation: Conversation, model: Model, deeper: int
    ) -> Attached | None:
        """The picture or file that a quoted answer is about, because its question quoted it, or an
        answer about it. In a group, whoever has more to ask about it replies to that answer.
        """
        if question is None or not question.quoted_id or question.kind == Kind.GO_ON or not deeper:
            return None
        found = self.look_up(question)
        try:
            quote = self._read(question, found, conversation, model, deeper - 1)
        except (ContentTooLargeError, UnheardError, UnusableQuoteError):
            return None
        return None if quote.attached is None or quote.attached.unreadable else quote.attached

    def _cut_off(self, found: Quoted | None, conversation: Conversation) -> Quote:
        """The end of an answer that is to be gone on with."""
        answer = found.message if found else None
        if found is None or answer is None or not self._is_visible(found, conversation):
            raise UnusableQuoteError(Unusable.NOT_CUT_OFF)
        cut_at: float | None = answer.cut_at
        if cut_at is None:
            raise UnusableQuoteError(Unusable.NOT_CUT_OFF)
        whole = history.words_of(answer)
        return Quote(_block(ENDS_LIKE_THIS, whole[-LONGEST_QUOTE:]), whole=whole)

    def _is_visible(self, found: Quoted, conversation: Conversation) -> bool:
        """Not what has expired, or is of somebody who wants to be forgotten; nor the answer to it.
        What was said before a reset is quoted on purpose.
        """
        involved = [each for each in (found.message, found.question) if each is not None]
        forgotten_at: datetime | None = conversation.forgotten_at
        after = forgotten_at or BEGINNING
        shown = history.unforgotten(involved, self.conversations, self.clock())
        return len(shown) == len(involved) and all(each.created_at > after for each in shown)

    def _fetched(self, message: Message, model: Model, *, is_theirs: bool = False) -> Quote:
        """What LINE has of the message. `is_theirs`: the table does not know it, so it may as well
        be words, of which LINE has nothing.

        LINE's reference does not say what it answers of a message of words: whatever is no content
        and no passing failure is taken for that.
        https://developers.line.biz/en/reference/messaging-api/#get-content
        """
        try:
            content = self.line.content(message.id, LARGEST_RECORDING, model.seconds_left())
        except (NoContentError, LineRefusedError):
            if is_theirs:
                return Quote(UNKNOWN)
            raise UnusableQuoteError(Unusable.GONE) from None
        except ContentGoneError:
            raise UnusableQuoteError(Unusable.GONE) from None
        except ContentTooLargeError:
            raise ContentTooLargeError(LARGEST) from None
        known: str | None = message.kind
        kind = Kind(known or KINDS.get(content.media_type.partition("/")[0], Kind.FILE))
        if kind is Kind.VIDEO:
            raise UnusableQuoteError(Unusable.VIDEO)
        if kind is Kind.AUDIO:
            return Quote(_block(RECORDING, words_in(content, model)))
        if len(content.data) > LARGEST:
            raise ContentTooLargeError(LARGEST)
        message.kind = kind.value
        return Quote(IN_A_FILE, _attached(message, content))


def _attached(message: Message, content: Content) -> Attached:
    match part := part_of(message, content, LONGEST_TEXTS):
        case None:
            return Attached(unreadable=[Unreadable(message)])
        case Attachment():
            return Attached(attachments=[part], ids=[message.id])
        case _:
            return Attached(texts=[part], ids=[message.id])


def _who(message: Message, question: Message) -> str:
    if message.role == USER:
        by_me = message.speaker_id is not None and message.speaker_id == question.speaker_id
        return BY_ME if by_me else f"[quoted, said by {history.speaker(message).rstrip(': ')}]"
    return {ASSISTANT: BY_YOU, DIGEST: BY_YOU, SENT: FROM_CHATGPT}.get(message.role, NOTICE_OF_APP)


def _words(message: Message, bubble: int | None) -> str:
    """Of a long answer, the bubble that is quoted."""
    if bubble is None:
        return message.content
    bubbles = as_sent(message)
    return bubbles[bubble] if bubble < len(bubbles) else message.content


def _block(who: str, words: str) -> str:
    """The words as a quote."""
    cut = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]} …"
    return history.marked(who, cut)
