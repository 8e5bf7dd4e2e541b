"""Recalling what was said, as far as a prompt has room for it."""

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from kaiwa.line.messages import Kind
from kaiwa.log import hashed
from kaiwa.model.prompt import PromptMessage
from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.items import ASSISTANT, SAID, SENT, USER, Conversation, Message, answer_id, is_live
from kaiwa.table.messages import MessageTable
from kaiwa.times import BEGINNING, Clock

ATTACHMENTS = (Kind.IMAGE, Kind.FILE)
GO_ON = (
    "Your message was cut off. Go on exactly where it ends, in the same language: repeat nothing"
    " of it, and say nothing before you go on."
)
REMEMBERED = "What I remember of our conversation so far:\n"


@dataclass(frozen=True)
class HistoryLimits:
    """The most of the past that a prompt takes: messages, and characters in all of them.

    `retention` is how long anything is remembered.
    """

    messages: int
    characters: int
    retention: timedelta


@dataclass(frozen=True)
class Recalled:
    """The past of a prompt, oldest first; `outgrown`: it should be summarised before long.
    `last` is the newest message of it.
    """

    prompt: list[PromptMessage]
    outgrown: bool
    last: Message | None = None


@dataclass(frozen=True)
class Recall:
    """Recalls a chat's past, however old it is, with one bounded query of the index, and beside it
    a look-up of the summary and the messages of the last turns: a lagging index hides these, or
    shows what was taken back.
    """

    messages: MessageTable
    conversations: Conversations
    limits: HistoryLimits
    clock: Clock

    def __call__(self, question: Message, conversation: Conversation) -> Recalled:
        """The summary of what is long ago, and the newest whole turns since, as far as they fit."""
        limits, now = self.limits, self.clock()
        summary, past = self._since_summary(question, conversation, now)
        turns = whole_turns(unforgotten(past, self.conversations, now))
        newest = fitting(reversed(turns), limits.messages, limits.characters)
        prompt = [said(message) for turn in reversed(newest) for message in turn]
        if summary:
            prompt.insert(0, {"role": "assistant", "content": REMEMBERED + summary.text})
        last = newest[0][-1] if newest else None
        return Recalled(prompt, outgrown(turns, limits), last)

    def _since_summary(
        self, question: Message, conversation: Conversation, now: datetime
    ) -> tuple[Summary | None, list[Message]]:
        """The summary if there is one, and what was said after it until the question."""
        beginning = beginning_of(conversation)
        known: datetime | None = conversation.summary_until
        expected = max(beginning, known or beginning)
        ids = _recent_ids(conversation)
        with ThreadPoolExecutor(max_workers=1) as beside:
            query = beside.submit(self._shown, question, expected)
            summary, recently = self.conversations.summary_and_messages(
                question.line_user_id, ids, now
            )
        after = summary.until if summary else beginning
        # Not what was expected, if the summary has expired or was dropped: there is more to see.
        shown = query.result() if expected <= after else self._shown(question, after)
        found = [each for each in shown if each.id not in ids]
        found += [each for each in recently if each.role in SAID]
        return summary, [each for each in found if after < each.created_at < question.created_at]

    def _shown(self, question: Message, after: datetime) -> list[Message]:
        """What the index shows. Twice the limit: questions without an answer, and apologies, take
        places but are left out.
        """
        chat_id, limit = question.line_user_id, 2 * self.limits.messages
        return self.messages.newest(chat_id, after, question.created_at, limit)


def recent(conversation: Conversation, messages: MessageTable) -> list[Message]:
    """What was said last, as the table has it."""
    found = messages.by_ids(_recent_ids(conversation))
    return [message for message in found if message.role in SAID]


def _recent_ids(conversation: Conversation) -> set[str]:
    return {each for known in conversation.recent_ids for each in (known, answer_id(known))}


def beginning_of(conversation: Conversation) -> datetime:
    """What was created later than this may be recalled."""
    points: tuple[datetime | None, ...] = (conversation.reset_at, conversation.forgotten_at)
    return max((point for point in points if point is not None), default=BEGINNING)


def unforgotten(
    messages: Sequence[Message], conversations: Conversations, now: datetime
) -> list[Message]:
    """Without what has expired, and what people said in a group before they were forgotten."""
    speakers = {
        message.speaker_id
        for message in messages
        if message.speaker_id and message.speaker_id != message.line_user_id
    }
    forgotten = conversations.forgotten_at(speakers) if speakers else {}
    return [
        message
        for message in messages
        if is_live(message, now)
        and message.created_at > forgotten.get(message.speaker_id or "", BEGINNING)
    ]


def whole_turns(
    messages: Iterable[Message], roles: Collection[str] = (ASSISTANT,)
) -> list[list[Message]]:
    """Questions with their answers in one of these roles, and what stands alone, oldest first.

    Alone stand pictures and files, which are talked about later, and what was sent from ChatGPT.
    """
    ordered = sorted(messages, key=lambda message: message.created_at)
    answers = {message.id: message for message in ordered if message.role in roles}
    turns = []
    for message in ordered:
        answer = answers.get(answer_id(message.id))
        if message.role == USER and answer:
            turns.append([message, answer])
        elif message.role == SENT or stands_alone(message):
            turns.append([message])
    return turns


def stands_alone(message: Message) -> bool:
    """Whether it is a picture or file that is talked about later."""
    return message.role == USER and message.kind in ATTACHMENTS and not message.left_out


def outgrown(turns: Sequence[Sequence[Message]], limits: HistoryLimits) -> bool:
    """Whether there is more than three quarters of what a prompt takes."""
    messages = [message for turn in turns for message in turn]
    characters = sum(len(message.content) for message in messages)
    return 4 * len(messages) > 3 * limits.messages or 4 * characters > 3 * limits.characters


def said(message: Message) -> PromptMessage:
    """The message as the model is to see it."""
    # The bot showed what was sent from ChatGPT, so to the model it is the bot's own.
    if message.role != USER:
        return {"role": "assistant", "content": words_of(message)}
    return {"role": "user", "content": spoken(message, words_of(message))}


def words_of(message: Message) -> str:
    """What the model is told of it: of an answer that was cut off, what it wrote itself."""
    if message.kind == Kind.GO_ON:
        return GO_ON
    cut_at: float | None = message.cut_at
    return message.content if cut_at is None else message.content[: int(cut_at)]


def spoken(message: Message, words: str) -> str:
    """The words as the message's speaker says them, with a name before them in a group."""
    who = speaker(message)
    return who + indented(words) if who else words


def speaker(message: Message) -> str:
    """Who says it, in a group: a name that tells people apart and tells nobody who they are."""
    if message.speaker_id == message.line_user_id:
        return ""
    name = hashed(message.speaker_id)[:6] if message.speaker_id else "unknown"
    return f"Member {name}: "


def indented(text: str) -> str:
    """The text with all its lines but the first indented, where lines begin with who says them.

    So nobody can put words into another's mouth.
    """
    return "\n    ".join(text.splitlines())


def marked(heading: str, material: str) -> str:
    """What somebody else may have written, below a heading, each line marked: so it ends where it
    ends, and nothing in it passes for a heading or for words of the person who asks.
    """
    return "\n".join([heading, *(f"> {line}" for line in material.splitlines())])


def fitting(
    turns: Iterable[list[Message]], most_messages: int, most_characters: int
) -> list[list[Message]]:
    """The first of the turns, as far as there is room."""
    fit = []
    messages = characters = 0
    for turn in turns:
        messages += len(turn)
        characters += sum(len(message.content) for message in turn)
        if messages > most_messages or characters > most_characters:
            break
        fit.append(turn)
    return fit
