"""What the user may tap below an answer, and the question that a tap is about."""

from collections.abc import Sequence

from kaiwa.line.choices import Choice
from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.line.taps import TryAgain, go_on, try_again
from kaiwa.table.items import APOLOGY, NOTICE, Message, answer_id, continuation_id
from kaiwa.table.turns import Content
from line_reply.attachments import acknowledge
from line_reply.speech.chat import Chat


def choices_below(
    answer: Content | Message, received: ReceivedMessage, chat: Chat
) -> Sequence[Choice]:
    """What to do with a picture or file, with an answer that was cut off, or after an apology."""
    message_id = received.message_id
    if answer.role == APOLOGY:
        return [try_again(chat.voice().label_try_again, message_id)]
    if answer.role == NOTICE and acknowledge.is_attachment(received):
        return acknowledge.choices(received, chat.voice())
    cut_at: float | None = answer.cut_at
    if cut_at is not None:
        label = chat.voice().label_go_on
        return [go_on(label, continuation_id(message_id), answer_id(message_id))]
    return ()


def asked_again(event: TryAgain, question: Message) -> ReceivedMessage:
    """The question as it came, but for what LINE says of the tap."""
    kind = Kind(question.kind or Kind.TEXT)
    return ReceivedMessage(
        event_id=event.event_id,
        conversation_id=event.conversation_id,
        user_id=question.speaker_id,
        sent_at=event.sent_at,
        reply_token=event.reply_token,
        one_to_one=event.one_to_one,
        message_id=question.id,
        # A note tells a recording that nobody has written down.
        text=f"[{kind}]" if kind is Kind.AUDIO else question.content,
        kind=kind,
        file_name=question.file_name,
        quoted_id=question.quoted_id,
    )
