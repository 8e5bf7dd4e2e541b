"""What keeps a group's talk its own."""

from typing import Any

import pytest

from kaiwa.own_texts import OwnText
from kaiwa.table import deletion
from kaiwa.table.overheard import OverheardTexts
from line_reply import handler
from line_reply.commands.listen import Listen
from line_reply.listening.overhear import Overhear
from tests.world.guards.registry import GONE, SILENCE, STAYS, Guard

HEARD = "what_is_heard_no_more_is_deleted"


def _the_speaker(patch: pytest.MonkeyPatch) -> None:
    """Who is forgotten takes along what others have said in the group."""
    shown = deletion.shown
    patch.setattr(deletion, "shown", lambda chat_id, until, _: shown(chat_id, until, None))


def _what_was_overheard(patch: pytest.MonkeyPatch) -> None:
    """What was overheard of who is forgotten stays."""
    delete = deletion._delete_shown

    def spare(chat_id: str, *more: Any) -> None:
        if not chat_id.startswith("overheard#"):
            delete(chat_id, *more)

    patch.setattr(deletion, "_delete_shown", spare)


def _what_others_go_on_with(patch: pytest.MonkeyPatch) -> None:
    """What somebody else asked to go on with is not deleted with it."""
    patch.setattr(deletion, "delete_continuations", lambda _: None)


def _the_end_of_listening(patch: pytest.MonkeyPatch) -> None:
    """The group has sent the bot away, which keeps what it has heard."""
    patch.setattr(OverheardTexts, "stop", lambda *_: True)


def _once_told(patch: pytest.MonkeyPatch) -> None:
    """The bot listens in before it says so."""
    listen = Listen.__call__

    def begun(self: Listen, request: Any) -> Any:
        said = listen(self, request)
        if said.once_told:
            said.once_told()
        return said

    patch.setattr(Listen, "__call__", begun)


def _no_dead_letter(patch: pytest.MonkeyPatch) -> None:
    """What could not be overheard is tried as often as anything else. (Found by a walk.)"""

    def hear(self: Overhear, text: Any, _: Any) -> str:
        return "overheard" if self._hear(text) else "not to be heard"

    patch.setattr(Overhear, "__call__", hear)
    patch.setattr(handler, "Overheard", OwnText)


GUARDS = (
    Guard("the speaker", _the_speaker, "forget_in_group", (STAYS,)),
    Guard("what was overheard", _what_was_overheard, "listening_and_forget", (GONE,)),
    Guard(
        "what others go on with", _what_others_go_on_with, "go_on_by_another_and_forget", (GONE,)
    ),
    Guard("the end of listening", _the_end_of_listening, "listening_and_leave", (HEARD,)),
    Guard("once told", _once_told, "listening_begins", (HEARD,)),
    Guard("no dead letter", _no_dead_letter, "dead_letters", (SILENCE,)),
)
