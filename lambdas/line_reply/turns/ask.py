"""What the model is asked, and what becomes of its answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.log import described, hashed, logger
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import InputRefusedError
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.table.items import ASSISTANT, NOTICE, Message
from kaiwa.table.turns import Content
from line_reply.attachments import media
from line_reply.attachments.current import LARGEST, Attached
from line_reply.memory import history
from line_reply.speech.chat import Voice

PERSONA = "This is how I would like you to answer me:\n"
IN_A_GROUP = (
    "Several people talk to you in this chat. Each of their messages begins with who says it, such"
    " as `Member 1a2b3c:`; indented lines go on with what that member says. Do not begin yours"
    " like that."
)


class Model(Protocol):
    """What judges and answers. See `line_reply.turns.model.Model`."""

    def answer(
        self, prompt: Sequence[PromptMessage], user: str, more_instructions: str = ""
    ) -> ModelAnswer: ...

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool: ...


@dataclass(frozen=True)
class Answer:
    """What to say; `outgrown`: the past should be summarised before long.

    `left_out` are the ids of pictures and files that no later prompt is to have: so the next
    words are answered, whatever was wrong with these.
    """

    content: Content
    outgrown: bool = False
    left_out: Collection[str] = ()


def notice(words: str, left_out: Collection[str] = ()) -> Answer:
    """A sentence of Kaiwa's own."""
    return Answer(Content(NOTICE, words), left_out=left_out)


def ask(
    prompt: Sequence[PromptMessage],
    attached: Attached,
    received: ReceivedMessage,
    model: Model,
    voice: Voice,
) -> Answer:
    """What the model says, or why it is not asked. Raises the errors of `kaiwa.model`."""
    if attached.unreadable:
        return _turned_down(attached, voice)
    question = prompt[-1]
    try:
        if model.flags(question["content"], question.get("attachments", ())):
            return notice(voice().refused, attached.ids)
        instructions = "" if received.one_to_one else IN_A_GROUP
        answer = model.answer(prompt, hashed(received.person_id), instructions)
    except InputRefusedError as error:
        if not attached.ids:
            raise
        logger().warning("The model does not take what is attached.", failure=described(error))
        return notice(voice().unreadable_attachment, attached.ids)
    role, text = (ASSISTANT, answer.text) if answer.text else (NOTICE, voice().no_answer)
    return Answer(Content(role, text, answer.input_tokens, answer.output_tokens))


def prompt_of(
    question: Message, persona: str | None, past: history.Recalled, attached: Attached
) -> list[PromptMessage]:
    """Whom the user wants to talk to, what was said, and the question with what it is about."""
    words = history.spoken(question, "\n\n".join([*attached.texts, question.content]))
    asked: PromptMessage = {"role": "user", "content": words}
    if attached.attachments:
        asked["attachments"] = attached.attachments
    wishes: list[PromptMessage] = (
        [{"role": "user", "content": PERSONA + persona}] if persona else []
    )
    return [*wishes, *past.prompt, asked]


def _turned_down(attached: Attached, voice: Voice) -> Answer:
    """Why the newest can't be read. That is said once: the others, if any, go with it."""
    newest = attached.unreadable[0]
    if newest.too_large:
        words = media.too_large(voice(), LARGEST)
    elif newest.message.kind == Kind.IMAGE:
        words = voice().unsupported_image
    else:
        words = voice().unsupported_file.format(name=newest.message.file_name or "file")
    return notice(words, [each.message.id for each in attached.unreadable])
