"""What the model is asked, and what becomes of its answer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.log import described, hashed, logger
from kaiwa.metrics import count
from kaiwa.model.drawing import Drawn
from kaiwa.model.errors import InputRefusedError
from kaiwa.model.functions import FunctionCall
from kaiwa.model.models import Model
from kaiwa.model.prompt import PromptMessage
from kaiwa.table.items import APOLOGY, ASSISTANT, NOTICE, Message
from kaiwa.table.turns import Content
from line_reply.attachments import acknowledge
from line_reply.attachments.current import LARGEST, Attached
from line_reply.memory import history
from line_reply.speech.languages.text import Texts
from line_reply.turns.go_on import closed

PERSONA = "This is how I would like you to answer me:\n"
IN_A_GROUP = (
    "Several people talk to you in this chat. Each of their messages begins with who says it, such"
    " as `Member 1a2b3c:`; indented lines go on with what that member says. Do not begin yours"
    " like that."
)
NOTHING = Attached()


@dataclass(frozen=True)
class Question:
    """A message as the model is asked about it: after what was said before, with the user's own
    instructions (`persona`), and with what is attached and quoted, or was overheard (`quote`).
    Without `tools` nothing is looked up.
    """

    received: ReceivedMessage
    message: Message
    persona: str | None
    past: history.Recalled
    attached: Attached
    quote: str = ""
    tools: bool = True

    def prompt(self, attached: Attached) -> list[PromptMessage]:
        """Whom the user wants to talk to, what was said, and the question with that attached.

        What changes least comes first, and each prompt begins with the one before it, until there
        is a new summary: so OpenAI still knows most of it, which costs less time and money.
        https://developers.openai.com/api/docs/guides/prompt-caching
        """
        parts = [*attached.texts, self.quote, history.words_of(self.message)]
        words = history.spoken(self.message, "\n\n".join(filter(None, parts)))
        asked: PromptMessage = {"role": "user", "content": words}
        if attached.attachments:
            asked["attachments"] = attached.attachments
        wishes: list[PromptMessage] = (
            [{"role": "user", "content": PERSONA + self.persona}] if self.persona else []
        )
        return [*wishes, *self.past.prompt, asked]


@dataclass(frozen=True)
class Answer:
    """What to say; `outgrown`: the past should be summarised before long.

    `left_out` are the ids of pictures and files that no later prompt is to have: so the next
    words are answered, whatever was wrong with these. `suggestions`: what the user may say next.
    `drawn` comes with it; `token_spent`: the user was told something else with the reply token.
    `calls` are still to be done, and to be put into words.
    """

    content: Content
    outgrown: bool = False
    left_out: Collection[str] = ()
    suggestions: Sequence[str] = ()
    drawn: Drawn | None = None
    token_spent: bool = False
    calls: Sequence[FunctionCall] = ()


def notice(words: str, left_out: Collection[str] = ()) -> Answer:
    """A sentence of Kaiwa's own."""
    return Answer(Content(NOTICE, words), left_out=left_out)


def apology(words: str) -> Answer:
    """One that something did not work, which may work another time."""
    return Answer(Content(APOLOGY, words))


def ask(question: Question, model: Model, voice: Callable[[], Texts]) -> Answer:
    """What the model says, or why it is not asked. Raises the errors of `kaiwa.model.errors`."""
    attached = question.attached
    if attached.unreadable:
        return _turned_down(attached, voice())
    try:
        return _ask_with(attached, question, model, voice)
    except InputRefusedError as error:
        if not attached.ids:
            raise
        # Compatible servers also say so of a wrong key or an unknown model. So what is attached is
        # to blame only if the same question is taken without it.
        taken = _ask_with(NOTHING, question, model, voice).content
        logger().warning("The model does not take what is attached.", failure=described(error))
        words = voice().unreadable_attachment
        return Answer(replace(taken, role=NOTICE, text=words), left_out=attached.ids)


def _ask_with(
    attached: Attached, question: Question, model: Model, voice: Callable[[], Texts]
) -> Answer:
    prompt, received = question.prompt(attached), question.received
    if model.flags(prompt[-1]["content"], attached.attachments):
        count("Refusals", reason="flagged")
        return notice(voice().refused, attached.ids)
    # In a group the words of a button would mention nobody, and so be none of the bot's business.
    instructions = model.next_words() if received.one_to_one else IN_A_GROUP
    person, chat = hashed(received.person_id), hashed(received.conversation_id)
    answer = model.answer(prompt, person, instructions, cache_key=chat, tools=question.tools)
    if answer.is_blocked and not answer.drawn and not answer.text:
        count("Refusals", reason="not drawn")
        return notice(voice().picture_refused, attached.ids)
    role, text = ASSISTANT, answer.text
    if answer.cut_at is not None:
        text = closed(text, answer.cut_at)
    if not (text or answer.drawn or answer.calls):
        role, text = NOTICE, voice().no_answer
    if answer.has_files:
        text = f"{text}\n\n{voice().files_not_sent}"
    used = answer.input_tokens, answer.output_tokens, answer.cached_tokens
    content = Content(role, text, *used, cut_at=answer.cut_at)
    return Answer(content, suggestions=answer.suggestions, drawn=answer.drawn, calls=answer.calls)


def _turned_down(attached: Attached, texts: Texts) -> Answer:
    """Why the newest can't be read. That is said once: the others, if any, go with it."""
    newest = attached.unreadable[0]
    name: str | None = newest.message.file_name
    if newest.too_large:
        words = acknowledge.too_large(texts, LARGEST)
    elif newest.message.kind == Kind.IMAGE:
        words = texts.unsupported_image
    elif name is None:
        words = texts.unreadable_attachment  # a file of somebody else's, which LINE does not name
    else:
        words = texts.unsupported_file.format(name=name)
    return notice(words, [each.message.id for each in attached.unreadable])
