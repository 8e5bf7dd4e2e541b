"""What a scenario is written in: who does what on LINE, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kaiwa.gateways import gateways
from kaiwa.line.taps import GO_ON, TRY_AGAIN
from kaiwa.table.items import answer_id, continuation_id
from tests.builders import (
    Event,
    edited_event,
    event,
    group_event,
    in_group,
    message_event,
    postback_event,
    unsend_event,
)
from tests.world.asks import Asks
from tests.world.scheduler import Strand
from tests.world.script import GROUP, HANAKO, SEEN, SILENT, STRANGE, TARO, TURN, Said, TakenBack

NOT_SHOWN = "bubble-0"
PICTURE = "picture"
"""What is quoted is the picture that was shown last."""


class Stage(Asks):
    """Scenarios play on it."""

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
        self._said(word, GROUP if group else who, who, kind, number)
        built = _text(text, number, who, None, group=group, mentions=kind in (TURN, STRANGE))
        self._sends("message", seconds, lambda: built)

    def quotes(
        self,
        quoted: str,
        word: str,
        seconds: float,
        who: str = HANAKO,
        *,
        group: bool = False,
        text: str = "",
    ) -> None:
        """A text that quotes the message of that word, or the bubble with those words."""
        number, text = self._next(), f"{text} {word}".strip()
        self._said(word, GROUP if group else who, who, TURN, number)

        def build() -> Event:
            return _text(text, number, who, self._id_of(quoted), group=group, mentions=True)

        self._sends("message", seconds, build)

    def tells(self, command: str, seconds: float, who: str = HANAKO, *, group: bool = False) -> str:
        """A command. Returns the event's id."""
        number = self._next()
        built = _text(command, number, who, None, group=group, mentions=True)
        self._sends("message", seconds, lambda: built)
        return _event_id(number)

    def forgets(self, seconds: float, who: str = HANAKO) -> None:
        """/forget yes. What was said in the one-to-one chat before is to be gone."""
        words = tuple(each.word for each in self.said.values() if each.person_id == who)
        event_id = self.tells("/forget yes", seconds, who)
        self.gone.append(TakenBack(words, event_id, "obeyed /forget"))

    def resets(self, seconds: float, who: str = HANAKO) -> None:
        """/reset. What was said in the one-to-one chat before is to be in no prompt."""
        words = tuple(each.word for each in self.said.values() if each.chat_id == who)
        event_id = self.tells("/reset", seconds, who)
        self.left_behind.append(TakenBack(words, event_id, "obeyed /reset"))

    def unsends_anothers(self, word: str, seconds: float, who: str = TARO) -> None:
        """An event that names a message of another chat. LINE sends none: nothing comes of it."""
        built = _of(who, unsend_event(self.said[word].message_id, self._next()))
        self._sends("unsend", seconds, lambda: built)

    def unsends(self, word: str, seconds: float) -> None:
        """LINE drops a picture at once, and says so then."""
        number, said = self._next(), self.said[word]
        built = _of(said.person_id, unsend_event(said.message_id, number))
        if said.chat_id == GROUP:
            built = in_group(built, said.person_id)
        self.gone.append(TakenBack((word,), _event_id(number), "unsent"))

        def build() -> Event:
            self.world.line.drops(said.message_id)
            return built

        self._sends("unsend", seconds, build)

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
        self._sends("messageEdited", seconds, lambda: built)

    def happens(self, kind: str, seconds: float, who: str = HANAKO, **changes: Any) -> None:
        """Something without words: unfollow, follow, join, leave. Whether what was said in a chat
        that the bot is out of is to be gone is a setting.
        """
        built = event(kind, self._next(), **changes)
        built = built if "groupId" in built["source"] else _of(who, built)
        if kind in ("leave", "unfollow"):
            chat_id = GROUP if "groupId" in built["source"] else who
            words = tuple(each.word for each in self.said.values() if each.chat_id == chat_id)
            event_id = str(built["webhookEventId"])
            self.gone.append(TakenBack(words, event_id, "stopped and forgot"))
        self._sends(kind, seconds, lambda: built)

    def shows(
        self, word: str, seconds: float, who: str = HANAKO, *, group: bool = False, **more: Any
    ) -> None:
        """A picture with this word in it."""
        number = self._next()
        self._said(word, GROUP if group else who, who, SEEN if group else TURN, number)
        self.world.line.holds(f"{number:018}", word)
        built = message_event("image", number, **more)
        built = in_group(built, who) if group else _of(who, built)
        self._sends("message", seconds, lambda: built)

    def shows_set(self, words: tuple[str, ...], seconds: float, total: int = 0) -> None:
        """Pictures that are sent together, of which LINE may lose some: `total` were to be."""
        for index, word in enumerate(words, 1):
            of_set = {"id": "set-1", "index": index, "total": total or len(words)}
            self.shows(word, seconds, imageSet=of_set)

    def goes_on(self, word: str, seconds: float, who: str | None = None) -> None:
        """A tap of "Go on" below the answer to that, by whoever said it or by somebody else."""
        said = self.said[word]
        message_id = said.message_id
        tapped = f"{GO_ON} {continuation_id(message_id)} {answer_id(message_id)}"
        self._taps(tapped, seconds, replace(said, person_id=who or said.person_id))

    def tries_again(self, word: str, seconds: float, who: str | None = None) -> None:
        """A tap of "Try again" below the apology for that: `who` taps it in their own chat."""
        said = self.said[word]
        there = said if who is None else replace(said, chat_id=who, person_id=who)
        self._taps(f"{TRY_AGAIN} {said.message_id}", seconds, there)

    def listened_to(self) -> None:
        """Before it begins: nothing fails, and nobody is asked."""
        gateways().overheard.start(GROUP, 24, self.world.clock.now - timedelta(minutes=5))

    def _taps(self, data: str, seconds: float, said: Said) -> None:
        built = _of(said.person_id, postback_event(data, self._next()))
        if said.chat_id == GROUP:
            built = in_group(built, said.person_id)
        self._sends("postback", seconds, lambda: built)

    def _sends(self, name: str, seconds: float, build: Callable[[], Event]) -> None:
        """LINE has this event then."""

        def begin() -> Strand:
            return self.platform.send(build())

        self.does(name, seconds, begin)

    def _id_of(self, quoted: str) -> str:
        """LINE's id of a message or bubble. One that was not shown cannot be quoted."""
        if quoted in self.said:
            return self.said[quoted].message_id
        shown = (
            each.id
            for each in reversed(self.world.line.bubbles)
            if each.words == quoted or (quoted == PICTURE and each.is_picture)
        )
        return next(shown, NOT_SHOWN)

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _said(self, word: str, chat_id: str, who: str, kind: str, number: int) -> None:
        self.said[word] = Said(word, chat_id, who, kind, f"{number:018}", _event_id(number))


def _event_id(number: int) -> str:
    return f"01EVENT{number:019}"


def _of(who: str, built: Event) -> Event:
    return built | {"source": {"type": "user", "userId": who}}


def _text(
    text: str, number: int, who: str, quoted: str | None, *, group: bool, mentions: bool
) -> Event:
    if not group:
        quote = {"quotedMessageId": quoted} if quoted else {}
        return _of(who, message_event("text", number, text=text, **quote))
    shown = f"@Kaiwa {text}" if mentions else text
    return in_group(group_event(shown, number, mentions_bot=mentions, quotes=quoted), who)
