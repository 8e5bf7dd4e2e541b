"""What a scenario is written in: who does what, and when. It remembers what was said."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chatgpt import operations
from chatgpt.conversation.queries import PageRequest
from chatgpt.conversation.requests import ExportRequest, LinkRequest, SendRequest
from chatgpt.conversation.results import Export
from chatgpt.sign_in.caller import Caller
from kaiwa.gateways import gateways
from tests.builders import (
    GROUP_ID,
    OTHER_USER_ID,
    USER_ID,
    Event,
    at,
    edited_event,
    event,
    group_event,
    in_group,
    message_event,
    text_event,
    unsend_event,
)
from tests.world.people import Delivered, Platform
from tests.world.scheduler import Strand
from tests.world.world import Due, World

HANAKO, TARO, GROUP = USER_ID, OTHER_USER_ID, GROUP_ID
ACCOUNTS = {HANAKO: "sub-hanako", TARO: "sub-taro"}
OWN, TURN, HEARD, SILENT = "own", "turn", "heard", "silent"


@dataclass(frozen=True)
class Said:
    """A word, where and by whom, and to whom: `kind`. LINE's id of the message, if it is one."""

    word: str
    chat_id: str
    person_id: str
    kind: str
    message_id: str
    event_id: str


@dataclass(frozen=True)
class TakenBack:
    """Words that are to be gone once the event has ended."""

    words: tuple[str, ...]
    event_id: str
    outcome: str


@dataclass(frozen=True)
class Got:
    """What ChatGPT got for somebody."""

    who: str
    began_at: datetime
    at: datetime
    answer: Any

    @property
    def is_export(self) -> bool:
        return isinstance(self.answer, Export)

    @property
    def text(self) -> str:
        """All of it, files of an export included."""
        files = self.answer.files if isinstance(self.answer, Export) else ()
        contents = [b64decode(each.content).decode() for each in files if not isinstance(each, str)]
        return "\n".join([self.answer.model_dump_json(), *contents])


@dataclass
class Stage:
    """Everything is done some seconds after noon, or earlier if the schedule says so."""

    world: World
    said: dict[str, Said] = field(default_factory=dict)
    gone: list[TakenBack] = field(default_factory=list)
    answers: list["Got"] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.platform = Platform(self.world)
        self.world.know(HANAKO, TARO, GROUP)

    # On LINE

    def says(
        self,
        word: str,
        seconds: float,
        who: str = HANAKO,
        *,
        group: bool = False,
        kind: str = TURN,
        text: str = "",
    ) -> None:
        """A text with this word; in a group with a mention, if it is for the bot."""
        number, text = self._next(), f"{text} {word}".strip()
        chat_id = GROUP if group else who
        if group:
            shown = f"@Kaiwa {text}" if kind == TURN else text
            built = group_event(shown, number, mentions_bot=kind == TURN)
            built["source"]["userId"] = who
        else:
            built = _of(who, text_event(text, number))
        self._said(word, chat_id, who, kind, number)
        self.sends(built, seconds)

    def tells(self, command: str, seconds: float, who: str = HANAKO, *, group: bool = False) -> str:
        """A command. Returns the event's id."""
        number = self._next()
        if group:
            built = group_event(f"@Kaiwa {command}", number, mentions_bot=True)
            built["source"]["userId"] = who
        else:
            built = _of(who, text_event(command, number))
        self.sends(built, seconds)
        return _event_id(number)

    def forgets(self, seconds: float, who: str = HANAKO) -> None:
        """/forget yes. What was said in the one-to-one chat before is to be gone."""
        words = tuple(each.word for each in self.said.values() if each.person_id == who)
        event_id = self.tells("/forget yes", seconds, who)
        self.gone.append(TakenBack(words, event_id, "obeyed /forget"))

    def unsends(self, word: str, seconds: float) -> None:
        number, said = self._next(), self.said[word]
        built = _of(said.person_id, unsend_event(said.message_id, number))
        if said.chat_id == GROUP:
            built = in_group(built, said.person_id)
        self.gone.append(TakenBack((word,), _event_id(number), "unsent"))
        self.sends(built, seconds)

    def edits(self, word: str, new: str, seconds: float, *, mentions: bool = True) -> None:
        """A member of the group changes a message."""
        number, said = self._next(), self.said[word]
        text = f"@Kaiwa {new}" if mentions else new
        edits = int(said.message_id)
        built = edited_event(text, number, edits=edits, mentions_bot=mentions)
        built["source"]["userId"] = said.person_id
        kind = said.kind if mentions else SILENT
        self.said[new] = Said(new, GROUP, said.person_id, kind, said.message_id, _event_id(number))
        self.gone.append(TakenBack((word,), _event_id(number), "edited" if mentions else "unsent"))
        self.sends(built, seconds)

    def happens(self, kind: str, seconds: float, who: str = HANAKO, **changes: Any) -> None:
        """Something without words: unfollow, follow, join, leave."""
        built = event(kind, self._next(), **changes)
        self.sends(built if "groupId" in built["source"] else _of(who, built), seconds)

    def shows(self, seconds: float, who: str = HANAKO, **of_message: Any) -> None:
        """A picture."""
        number = self._next()
        self.world.line.holds(f"{number:018}")
        self.sends(_of(who, message_event("image", number, **of_message)), seconds)

    def sends(self, built: Event, seconds: float) -> None:
        """LINE has this event then."""
        self.does(built["type"], seconds, lambda: self.platform.send(built))

    # From ChatGPT

    def asks(
        self, seconds: float, who: str, name: str, ask: Callable[[Caller], Any], tries: int = 1
    ) -> None:
        """A request of somebody who has signed in."""
        caller = Caller(ACCOUNTS[who], ACCOUNTS[who])

        def answered() -> Any:
            began_at, answer = self.world.worker.began_at, ask(caller)
            self.answers.append(Got(who, began_at, self.world.clock.now, answer))
            return answer

        self.does(name, seconds, lambda: self.platform.call(name, answered, tries))

    def links(self, seconds: float, who: str, code: str) -> None:
        self.asks(
            seconds,
            who,
            f"link {ACCOUNTS[who]}",
            lambda caller: operations.link_chat(caller, LinkRequest(code=code)),
        )

    def unlinks(self, seconds: float, who: str = HANAKO) -> None:
        self.asks(seconds, who, "unlink", operations.unlink_chat, tries=3)

    def writes(self, word: str, seconds: float, who: str = HANAKO) -> None:
        """A text into the chat, whose request is repeated until it is answered."""
        self.said[word] = Said(word, who, who, OWN, "", "")
        asked = SendRequest(text=word, request_id=f"request-{word}")
        self.asks(
            seconds,
            who,
            f"send {word}",
            lambda caller: operations.send_message(caller, asked),
            tries=3,
        )

    def exports(self, seconds: float, who: str = HANAKO) -> None:
        asked = ExportRequest(format="csv")
        self.asks(
            seconds, who, "export", lambda caller: operations.export_conversation(caller, asked)
        )

    def reads(self, seconds: float, who: str = HANAKO) -> None:
        asked = PageRequest()
        self.asks(seconds, who, "read", lambda caller: operations.list_messages(caller, asked))

    # Besides

    def redrives(self, seconds: float) -> None:
        """The operator has the dead letters tried again."""

        def redrive() -> Strand:
            def work() -> None:
                self.world.events.redrive()

            return self.world.begin("redrive", 9e9, work, None)

        self.does("redrive", seconds, redrive)

    def does(self, name: str, seconds: float, begin: Callable[[], Strand]) -> None:
        self.world.later(Due(at(seconds), name, begin, is_free=seconds < 600))

    # Before it begins: nothing fails, and nobody is asked

    def linked(self, who: str = HANAKO) -> None:
        accounts, now = gateways().accounts, self.world.clock.now - timedelta(minutes=5)
        accounts.offer("setup", who, now)
        accounts.redeem("setup", ACCOUNTS[who], "h@e.com", now, replace=True)

    def offered(self, code: str, who: str = HANAKO) -> None:
        gateways().accounts.offer(code, who, self.world.clock.now)

    def listened_to(self) -> None:
        gateways().overheard.start(GROUP, 24, self.world.clock.now - timedelta(minutes=5))

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _said(self, word: str, chat_id: str, who: str, kind: str, number: int) -> None:
        self.said[word] = Said(word, chat_id, who, kind, f"{number:018}", _event_id(number))

    def delivered(self, event_id: str) -> list[Delivered]:
        """The event as LINE delivered it."""
        return [
            each for each in self.platform.delivered if each.event["webhookEventId"] == event_id
        ]


def _event_id(number: int) -> str:
    return f"01EVENT{number:019}"


def _of(who: str, built: Event) -> Event:
    return built | {"source": {"type": "user", "userId": who}}
