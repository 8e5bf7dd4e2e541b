"""What the product's gateways reach: LINE, OpenAI and Cognito themselves, and AWS's calls."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kaiwa.faults import count_fault
from kaiwa.line.cards import Bubble, words_of
from kaiwa.line.choices import Choice
from kaiwa.line.content import Content
from kaiwa.line.errors import InvalidReplyTokenError
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.functions import FunctionCall, Functions
from kaiwa.model.prompt import PromptMessage
from kaiwa.sign_in import SignIn, masked
from tests.fakes import FakeLine, FakeModel
from tests.world import faults
from tests.world.faults import Fault

if TYPE_CHECKING:
    from tests.world.world import World

TOKEN_LIFE = timedelta(seconds=60)
"""https://developers.line.biz/en/reference/messaging-api/#send-reply-message"""
PICTURE = b"\x89PNG\r\n\x1a\n"
REMIND = "remind"
"""A question with this word has the model set a reminder; with this and "wrongly", nonsense."""


@dataclass(frozen=True)
class Shown:
    """A bubble that a chat shows."""

    at: datetime
    chat_id: str
    words: str
    call: str
    subject: Any
    """What the worker worked on that sent it."""


@dataclass(frozen=True)
class Prompt:
    """What the model was told. `began_at`: when the worker began that asked."""

    at: datetime
    began_at: datetime
    chat_id: str
    words: str
    is_summary: bool


@dataclass(eq=False)
class WorldLine(FakeLine):
    """LINE: a reply token is good once, for a minute; a retry key counts once."""

    world: "World" = None  # type: ignore[assignment]
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Reply token → its chat, and until when it is good."""
    bubbles: list[Shown] = field(default_factory=list)
    of_keys: dict[str, list[str]] = field(default_factory=dict)
    """Retry key → the ids of what was accepted with it."""

    def reply(
        self,
        reply_token: str,
        bubbles: Sequence[Bubble],
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]:
        def do(fault: Fault | None) -> list[str]:
            chat_id, good_until = self.tokens[reply_token]
            if self.world.clock.now >= good_until or reply_token in self.used_tokens:
                raise InvalidReplyTokenError
            self.used_tokens.add(reply_token)
            return self._accept(chat_id, "reply", bubbles, choices, fault)

        return self.world.step(faults.REPLY, "reply", do)

    def push(
        self,
        to: str,
        bubbles: Sequence[Bubble],
        retry_key: str,
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]:
        def do(fault: Fault | None) -> list[str]:
            if retry_key not in self.of_keys:
                self.of_keys[retry_key] = self._accept(to, "push", bubbles, choices, fault)
            return self.of_keys[retry_key]

        return self.world.step(faults.PUSH, "push", do)

    def holds(self, message_id: str) -> None:
        """LINE keeps a picture under this id."""
        self.contents[message_id] = Content(PICTURE, "image/png")

    def content(self, message_id: str, most_bytes: int, seconds: float = 30) -> Content:
        def do(fault: Fault | None) -> Content:
            return super(WorldLine, self).content(message_id, most_bytes, seconds)

        return self.world.step(faults.CONTENT, "content", do)

    def _accept(
        self,
        chat_id: str,
        call: str,
        bubbles: Sequence[Bubble],
        choices: Sequence[Choice],
        fault: Fault | None,
    ) -> list[str]:
        now, subject = self.world.clock.now, self.world.worker.subject
        self.bubbles += [Shown(now, chat_id, words_of(each), call, subject) for each in bubbles]
        self._show(bubbles, choices, None)
        # Whoever can answer the call is told the ids; a body that cannot be read has none.
        return [] if fault and fault.kind == faults.MALFORMED else self._ids(bubbles)


class WorldModel(FakeModel):
    """The model: it repeats the question's last line, and of what is to be summarised each word
    that scenarios are told apart by.
    """

    def __init__(self, world: "World") -> None:
        super().__init__()
        self.world = world
        self.asked: list[Prompt] = []

    def seconds_left(self) -> float:
        began_at = self.world.worker.began_at
        return faults.MODEL_SECONDS - (self.world.clock.now - began_at).total_seconds()

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
        words = "\n".join(str(each["content"]) for each in prompt)
        world, functions = self.world, self.offered[-1] if self.offered else None
        chat_id = world.chat_called(cache_key or user)
        asked = Prompt(world.clock.now, world.worker.began_at, chat_id, words, bool(instructions))
        self.asked.append(asked)

        def do(fault: Fault | None) -> ModelAnswer:
            last = words.splitlines()[-1].rpartition(": ")[2].strip()
            calls = _calls(last, functions) if tools and not instructions else ()
            text = world.words_in(words) if instructions else "" if calls else f"Re: {last}"
            cut_at = len(text) if fault and fault.kind == faults.CUT_OFF and text else None
            return ModelAnswer(text, 10, 5, 4, cut_at=cut_at, calls=calls)

        return world.step(faults.OPENAI, "answer", do)


def _calls(question: str, functions: Functions | None) -> tuple[FunctionCall, ...]:
    if REMIND not in question or functions is None:
        return ()
    arguments: Any = {"minutes_from_now": 10, "at": None, "words": question}
    text = "{" if "wrongly" in question else json.dumps(arguments)
    return (FunctionCall("set_reminder", text),)


class WorldSignIn(SignIn):
    """Cognito: everybody has an address."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def masked_address(self, access_token: str) -> str:
        return self.world.step(
            faults.COGNITO, "userInfo", lambda _: masked(f"{access_token}@example.com")
        )


@dataclass
class Files:
    """S3's bucket: keys and contents."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def call(self, operation: str, parameters: Any) -> Any:
        match operation:
            case "PutObject":
                self.contents[parameters["Key"]] = bytes(parameters["Body"])
                return {}
            case "ListObjectsV2":
                keys = [key for key in self.contents if key.startswith(parameters["Prefix"])]
                return {"IsTruncated": False, "Contents": [{"Key": key} for key in keys]}
            case "DeleteObjects":
                for each in parameters["Delete"]["Objects"]:
                    self.contents.pop(each["Key"], None)
                return {}
        raise NotImplementedError(f"The S3 of the world does not know {operation}.")


@dataclass(frozen=True)
class Planned:
    """A schedule of EventBridge's."""

    at: datetime
    group: str
    body: str

    @property
    def deduplication_id(self) -> str:
        """The scheduler gives none: the queue makes it of the content."""
        return sha256(self.body.encode()).hexdigest()


@dataclass
class Planner:
    """EventBridge Scheduler: one-time schedules, which delete themselves once they fire."""

    planned: dict[str, Planned] = field(default_factory=dict)
    fire: Callable[[str, Planned], None] = lambda name, planned: None

    def call(self, operation: str, parameters: Any) -> Any:
        name = parameters["Name"]
        match operation:
            case "CreateSchedule":
                if name in self.planned:
                    raise faults.aws_error("ConflictException", 409)
                at = datetime.fromisoformat(f"{parameters['ScheduleExpression'][3:-1]}+00:00")
                target = parameters["Target"]
                group = target["SqsParameters"]["MessageGroupId"]
                self.planned[name] = Planned(at, group, target["Input"])
                self.fire(name, self.planned[name])
                return {"ScheduleArn": "arn"}
            case "DeleteSchedule":
                if self.planned.pop(name, None) is None:
                    raise faults.aws_error("ResourceNotFoundException", 404)
                return {}
        raise NotImplementedError(f"The scheduler of the world does not know {operation}.")


def counted(fault: Fault) -> None:
    """Count what the gateway in whose place a stand-in is would have counted."""
    if fault.counted:
        count_fault(*fault.counted)
