"""LINE for tests: it remembers what it was asked, and fails when told to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

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
