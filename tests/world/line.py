"""LINE: what it shows, and what of members' pictures it still has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from kaiwa.line.cards import Bubble, Picture, words_of
from kaiwa.line.content import Content
from kaiwa.line.errors import ContentGoneError, InvalidReplyTokenError
from tests.fakes.line import FakeLine
from tests.world import faults
from tests.world.faults import Fault

if TYPE_CHECKING:
    from tests.world.world import World

TOKEN_LIFE = timedelta(seconds=60)
"""https://developers.line.biz/en/reference/messaging-api/#send-reply-message"""
KEY_LIFE = timedelta(hours=24)
"""https://developers.line.biz/en/docs/messaging-api/retrying-api-request/"""
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Shown:
    """A bubble that a chat shows. `words` are a picture's address, if it is one. `began_at`: when
    the worker began that sent it.
    """

    began_at: datetime
    chat_id: str
    words: str
    call: str
    subject: Any
    """What the worker worked on that sent it."""
    id: str
    is_picture: bool


@dataclass(eq=False)
class WorldLine(FakeLine):
    """LINE: a reply token is good once, for a minute; a retry key counts once."""

    world: "World" = None  # type: ignore[assignment]
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Reply token → its chat, and until when it is good."""
    bubbles: list[Shown] = field(default_factory=list)
    of_keys: dict[str, tuple[datetime, list[str]]] = field(default_factory=dict)
    """Retry key → when something was accepted with it, and the ids of that."""

    def reply(self, reply_token: str, bubbles: Sequence[Bubble], **more: Any) -> list[str]:
        def do(fault: Fault | None) -> list[str]:
            chat_id, good_until = self.tokens[reply_token]
            if self.world.clock.now >= good_until:
                raise InvalidReplyTokenError
            ids = FakeLine.reply(self, reply_token, bubbles, **more)
            return self._accepted(chat_id, "reply", bubbles, ids, fault)

        return self.world.step(faults.REPLY, "reply", do)

    def push(self, to: str, bubbles: Sequence[Bubble], retry_key: str, **more: Any) -> list[str]:
        def do(fault: Fault | None) -> list[str]:
            known = self.of_keys.get(retry_key)
            if known and self.world.clock.now < known[0] + KEY_LIFE:
                return known[1]
            ids = FakeLine.push(self, to, bubbles, retry_key, **more)
            accepted = self._accepted(to, "push", bubbles, ids, fault)
            self.of_keys[retry_key] = self.world.clock.now, accepted
            return accepted

        return self.world.step(faults.PUSH, "push", do)

    def holds(self, message_id: str, word: str = "") -> None:
        """LINE keeps a picture with this word under this id."""
        self.contents[message_id] = Content(PNG + word.encode(), "image/png")

    def drops(self, message_id: str) -> None:
        """What is taken back is not to be had any more."""
        if message_id in self.contents:
            self.contents[message_id] = ContentGoneError()

    def content(self, message_id: str, most_bytes: int, seconds: float = 30) -> Content:
        def do(fault: Fault | None) -> Content:
            return FakeLine.content(self, message_id, most_bytes, seconds)

        return self.world.step(faults.CONTENT, "content", do)

    def _accepted(
        self,
        chat_id: str,
        call: str,
        bubbles: Sequence[Bubble],
        ids: list[str],
        fault: Fault | None,
    ) -> list[str]:
        """Whoever can answer the call is told the ids; a body that cannot be read has none."""
        began_at, subject = self.world.worker.began_at, self.world.worker.subject
        self.bubbles += [
            Shown(
                began_at,
                chat_id,
                words_of(each),
                call,
                subject,
                bubble_id,
                isinstance(each, Picture),
            )
            for each, bubble_id in zip(bubbles, ids, strict=True)
        ]
        return [] if fault and fault.kind == faults.MALFORMED else ids
