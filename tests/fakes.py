"""Stand-ins for the outside that remember what they were asked, and fail when told to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kaiwa.exports import Exports
from kaiwa.line.cards import Bubble, Card, Picture, words_of
from kaiwa.line.choices import Choice
from kaiwa.line.client import Line
from kaiwa.line.content import Content
from kaiwa.line.errors import (
    ContentTooLargeError,
    InvalidReplyTokenError,
    MessageRefusedError,
    NoContentError,
)
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.drawing import Draws
from kaiwa.model.functions import Functions
from kaiwa.model.models import Model, Models
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.parameters import Parameters
from kaiwa.pictures import Pictures, folder_of
from kaiwa.queue import EventQueue
from kaiwa.queued_event import QueuedEvent
from kaiwa.schedules import Schedules, SchedulesUnavailableError
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.sent_bubbles import SentBubbles


class FakeClock:
    """A clock that only moves when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(eq=False)
class FakeLine(Line):
    """LINE, as far as the worker goes: a token works once, a retry key counts once.

    `failures` are raised by the next replies and pushes, one each (None: no failure); the Boolean
    says whether the call takes effect all the same.
    """

    shown: list[str] = field(default_factory=list)
    """What the user sees, of cards what they say."""
    cards: list[Card] = field(default_factory=list)
    """The cards among that."""
    pictures: list[str] = field(default_factory=list)
    """The addresses of the pictures among that."""
    takes_cards: bool = True
    choices: list[str] = field(default_factory=list)
    """What the user may tap now, by its labels."""
    commands: dict[str, str] = field(default_factory=dict)
    """What such a button brings back, by its label."""
    says: dict[str, str] = field(default_factory=dict)
    """Or has the user say."""
    offered: list[list[str]] = field(default_factory=list)
    """What the user could tap after each call that took effect."""
    calls: list[tuple[str, ...]] = field(default_factory=list)
    quotes: list[str | None] = field(default_factory=list)
    failures: list[tuple[Exception | None, bool]] = field(default_factory=list)
    used_tokens: set[str] = field(default_factory=set)
    used_keys: set[str] = field(default_factory=set)
    contents: dict[str, Content | Exception] = field(default_factory=dict)
    """Message id → what LINE keeps of it, or raises."""
    user_language: str | None = None
    user_name: str | None = None
    members: dict[str, str] = field(default_factory=dict)
    """What the members of groups are called there, by their ids."""
    quota_used: float | None = None
    """In percent."""
    languages_asked: list[str] = field(default_factory=list)
    """Of which users."""
    preloaded: int = 0
    loading: list[str] = field(default_factory=list)

    def preload(self) -> None:
        self.preloaded += 1

    def show_loading(self, user_id: str) -> None:
        self.loading.append(user_id)

    def mark_as_read(self, token: str) -> None:
        self.calls.append(("read", token))

    @contextmanager
    def keep_loading(self, user_id: str, every_seconds: float = 50) -> Iterator[None]:
        self.loading.append(user_id)
        yield

    def language(self, user_id: str) -> str | None:
        self.languages_asked.append(user_id)
        return self.user_language

    def push_quota_used(self) -> float | None:
        return self.quota_used

    def display_name(self, user_id: str) -> str | None:
        return self.user_name

    def member_name(self, chat_id: str, user_id: str) -> str | None:
        self.calls.append(("member", chat_id, user_id))
        return self.members.get(user_id)

    def content(self, message_id: str, most_bytes: int, seconds: float = 30) -> Content:
        self.calls.append(("content", message_id))
        found = self.contents.get(message_id, NoContentError())
        if isinstance(found, Exception):
            raise found
        if len(found.data) > most_bytes:
            raise ContentTooLargeError(most_bytes)
        return found

    def reply(
        self,
        reply_token: str,
        bubbles: Sequence[Bubble],
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]:
        self._take("reply", reply_token, bubbles)
        failure, effective = self.failures.pop(0) if self.failures else (None, True)
        if effective:
            if reply_token in self.used_tokens:
                raise InvalidReplyTokenError
            self.used_tokens.add(reply_token)
            self._show(bubbles, choices, quote_token)
        if failure:
            raise failure
        return self._ids(bubbles)

    def push(
        self,
        to: str,
        bubbles: Sequence[Bubble],
        retry_key: str,
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]:
        self._take("push", to, bubbles)
        failure, effective = self.failures.pop(0) if self.failures else (None, True)
        if effective and retry_key not in self.used_keys:
            self.used_keys.add(retry_key)
            self._show(bubbles, choices, quote_token)
        if failure:
            raise failure
        return self._ids(bubbles)

    def _take(self, operation: str, to: str, bubbles: Sequence[Bubble]) -> None:
        self.calls.append((operation, to, *map(words_of, bubbles)))
        if not self.takes_cards and any(isinstance(each, Card | Picture) for each in bubbles):
            raise MessageRefusedError

    def _show(
        self, bubbles: Sequence[Bubble], choices: Sequence[Choice], quote_token: str | None
    ) -> None:
        self.shown += map(words_of, bubbles)
        self.cards += [each for each in bubbles if isinstance(each, Card)]
        self.pictures += [each.text for each in bubbles if isinstance(each, Picture)]
        self.choices = [choice.label for choice in choices]
        self.commands = {choice.label: choice.command or "" for choice in choices}
        self.says = {choice.label: choice.says or "" for choice in choices}
        self.offered.append(self.choices)
        self.quotes.append(quote_token)

    def _ids(self, bubbles: Sequence[Bubble]) -> list[str]:
        first = len(self.shown) - len(bubbles)
        return [f"bubble-{first + number}" for number, _ in enumerate(bubbles, start=1)]


class FakeModel(Model):
    """Answers with its prompt's last words, or with what it was given to say or to raise.

    A recording is what its bytes say; flagged is what contains the word "forbidden".
    """

    def __init__(self, says: Sequence[str | Exception | ModelAnswer] = ()) -> None:
        self.says = list(says)
        self.prompts: list[list[PromptMessage]] = []
        self.users: list[str] = []
        self.with_tools: list[bool] = []
        self.cache_keys: list[str | None] = []
        self.instructions: list[str] = []
        """What was asked in addition to, or instead of, the operator's instructions."""
        self.suggestions_wanted = ""
        """What it is told when the operator wants suggestions."""
        self.seconds: float = 120
        self.drew: list[Draws] = []
        """What it was told of drawing, by each attempt."""
        self.offered: list[Functions] = []

    def offering(self, functions: Functions) -> "FakeModel":
        self.offered.append(functions)
        return self

    def seconds_left(self) -> float:
        return self.seconds

    def that(self, draws: Draws) -> "FakeModel":
        self.drew.append(draws)
        return self

    def answer(
        self,
        prompt: Sequence[PromptMessage],
        user: str,
        more_instructions: str = "",
        *,
        cache_key: str | None = None,
        instructions: str | None = None,
        tools: bool = True,
    ) -> ModelAnswer:
        self.prompts.append(list(prompt))
        self.users.append(user)
        self.with_tools.append(tools)
        self.cache_keys.append(cache_key)
        self.instructions.append(instructions or more_instructions)
        said = self.says.pop(0) if self.says else f"Re: {prompt[-1]['content']}"
        if isinstance(said, Exception):
            raise said
        if isinstance(said, ModelAnswer):
            return said
        return ModelAnswer(said, input_tokens=10, output_tokens=5, cached_tokens=4)

    def next_words(self) -> str:
        return self.suggestions_wanted

    def preload(self) -> None:
        pass

    def transcribe(self, name: str, data: bytes, media_type: str) -> str:
        return data.decode(errors="replace")

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        return "forbidden" in text


class FakeModels(Models):
    """Always the model that `current` returns."""

    def __init__(self, current: Callable[[], Model]) -> None:
        self.current = current

    def begin(self) -> Model:
        return self.current()


class FakeParameters(Parameters):
    """Parameters with these values."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def read(self, name: str) -> str:
        return self.values[name]


@dataclass
class FakeExports(Exports):
    """Files of chats, by chat. To delete them may fail, before they are gone."""

    files: dict[str, list[str]] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)

    def delete_all(self, chat_id: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.files.pop(chat_id, None)


@dataclass
class FakePictures(Pictures):
    """Pictures by their names. To keep one may fail."""

    kept: dict[str, bytes] = field(default_factory=dict)
    failure: Exception | None = None

    def put(self, chat_id: str, person_id: str, message_id: str, data: bytes) -> str:
        if self.failure:
            raise self.failure
        name = f"{folder_of(chat_id, person_id, message_id)}{len(self.kept)}"
        self.kept[name] = data
        return name

    def get(self, name: str, since: datetime | None = None) -> bytes | None:
        return self.kept.get(name)

    def delete(self, chat_id: str, person_id: str = "", message_id: str = "") -> None:
        folder = folder_of(chat_id, person_id, message_id)
        self.kept = {name: data for name, data in self.kept.items() if not name.startswith(folder)}


@dataclass
class FakeQueue(EventQueue):
    """A queue that keeps what it is sent, or is out of order."""

    sent: list[QueuedEvent] = field(default_factory=list)
    failure: Exception | None = None

    def send(self, queued: QueuedEvent) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(queued)


@dataclass(frozen=True)
class FakeSchedules(Schedules):
    """A scheduler that remembers what is to fire when, or is out of order."""

    group: str = "reminders"
    planned: dict[str, tuple[datetime, QueuedEvent]] = field(default_factory=dict)
    failures: list[bool] = field(default_factory=list)
    """One for each of the next calls: whether it fails."""

    def create(self, name: str, at: datetime, queued: QueuedEvent) -> None:
        self._fail_if_told()
        self.planned.setdefault(name, (at, queued))

    def delete(self, name: str) -> None:
        self._fail_if_told()
        self.planned.pop(name, None)

    def _fail_if_told(self) -> None:
        if self.failures and self.failures.pop(0):
            raise SchedulesUnavailableError


@dataclass
class FakeSentBubbles(SentBubbles):
    """Remembers the ids of bubbles, or is out of order."""

    ids: list[str] = field(default_factory=list)
    failure: Exception | None = None

    def record(self, message_ids: Iterable[str], expires_at: datetime) -> None:
        if self.failure:
            raise self.failure
        self.ids += message_ids


class LaggingTable(MessageTable):
    """A table whose index lags, as on AWS: it does not show what is newer than `shown_until`."""

    shown_until: datetime

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return super().newest(conversation_id, after, min(before, self.shown_until), limit)

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return super().oldest(conversation_id, after, min(before, self.shown_until), limit)


class StaleTable(MessageTable):
    """A table whose index shows, as on AWS for a moment, what was there when it was frozen: also
    what was deleted since, and the old words of what was edited.
    """

    shown: list[Message]

    def freeze(self, conversation_id: str) -> None:
        self.shown = list(Message.by_line_user_id.query(conversation_id))

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return self._between(after, before)[::-1][:limit]

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return self._between(after, before)[:limit]

    def _between(self, after: datetime, before: datetime) -> list[Message]:
        return [message for message in self.shown if after <= message.created_at <= before]
