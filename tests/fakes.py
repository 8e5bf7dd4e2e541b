"""Stand-ins for the outside that remember what they were asked, and fail when told to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kaiwa.chat_model import ModelAnswer, PromptMessage
from kaiwa.line import InvalidReplyTokenError
from kaiwa.models import Message
from kaiwa.table import MessageTable


class FakeClock:
    """A clock that only moves when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeChat:
    """LINE, as far as replies and pushes go: a token works once, a retry key counts once.

    `failures` are raised by the next calls, one each (None: no failure); the Boolean says whether
    the call takes effect all the same.
    """

    shown: list[str] = field(default_factory=list)
    """What the user sees."""
    calls: list[tuple[str, ...]] = field(default_factory=list)
    failures: list[tuple[Exception | None, bool]] = field(default_factory=list)
    used_tokens: set[str] = field(default_factory=set)
    used_keys: set[str] = field(default_factory=set)
    preloaded: int = 0

    def preload(self) -> None:
        self.preloaded += 1

    def reply(self, reply_token: str, texts: Sequence[str]) -> None:
        self.calls.append(("reply", reply_token, *texts))
        failure, effective = self.failures.pop(0) if self.failures else (None, True)
        if effective:
            if reply_token in self.used_tokens:
                raise InvalidReplyTokenError
            self.used_tokens.add(reply_token)
            self.shown += texts
        if failure:
            raise failure

    def push(self, to: str, texts: Sequence[str], retry_key: str) -> None:
        self.calls.append(("push", to, *texts))
        failure, effective = self.failures.pop(0) if self.failures else (None, True)
        if effective and retry_key not in self.used_keys:
            self.used_keys.add(retry_key)
            self.shown += texts
        if failure:
            raise failure


@dataclass
class FakeModel:
    """Answers with its prompt's last words, or with what it was given to say or to raise."""

    says: list[str | Exception] = field(default_factory=list)
    prompts: list[list[PromptMessage]] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    def answer(self, prompt: Sequence[PromptMessage], user: str) -> ModelAnswer:
        self.prompts.append(list(prompt))
        self.users.append(user)
        said = self.says.pop(0) if self.says else f"Re: {prompt[-1]['content']}"
        if isinstance(said, Exception):
            raise said
        return ModelAnswer(said, input_tokens=10, output_tokens=5)


class LaggingTable(MessageTable):
    """A table whose index lags, as on AWS: it does not show what is newer than `shown_until`."""

    shown_until: datetime

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return super().newest(conversation_id, after, min(before, self.shown_until), limit)
