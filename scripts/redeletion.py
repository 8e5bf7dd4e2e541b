"""What people deleted after the point that a table was restored to, to be deleted again in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from kaiwa.exports import Exports
from kaiwa.log import hashed
from kaiwa.table.accounts import Accounts
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import UNSENT
from kaiwa.table.listening import switch_id
from kaiwa.table.overheard import OverheardTexts
from kaiwa.table.past import Past
from kaiwa.times import now
from scripts.erasure import ERASED, Erase, forget_chat
from scripts.person import Item, Table
from scripts.stored import Stores

CONVERSATION = "conversation#"


@dataclass(frozen=True)
class Step:
    """Something to be done, of a kind that can be counted and left out."""

    kind: str
    do: Callable[[], object]


@dataclass(frozen=True)
class Redelete:
    """Compares the table of before with the one in use. Nothing is done until a step is."""

    before: Table
    stores: Stores
    erase: Erase

    def steps(self) -> Iterator[Step]:
        yield from self._erasures()
        for item in self.before.beginning(CONVERSATION):
            yield from self._of_chat(item)
        yield from self._listening()

    def unsend(self, item: Item) -> Iterator[Step]:
        """For a message that was taken back, if it is there again."""
        live = self.stores.people.table
        here = live.item(item["id"]["S"])
        if "lineUserId" in here:
            chat_id, message_id = here["lineUserId"]["S"], item["id"]["S"]
            unsend = Past(live.name).unsend
            yield Step("unsent", lambda: unsend(chat_id, message_id, now()))

    def _erasures(self) -> Iterator[Step]:
        people = self.stores.people
        known = {name for _, name in people.table.ids(ERASED)}
        since = {name for _, name in self.before.ids(ERASED)} - known
        if since:
            for _, chat_id in people.table.ids(CONVERSATION):
                if hashed(chat_id) in since:
                    yield Step("erased", partial(self._erase, chat_id))

    def _listening(self) -> Iterator[Step]:
        """What groups let the bot hear is deleted, and it is off: it may have been turned off
        since, or some of it taken back.
        """
        live = self.stores.people.table
        for _, chat_id in live.ids(switch_id("")):
            yield Step("listening", partial(OverheardTexts(live.name).stop, chat_id))

    def _erase(self, chat_id: str) -> None:
        self.erase(self.stores.people.find(chat_id))

    def _of_chat(self, item: Item) -> Iterator[Step]:
        live = self.stores.people.table
        here = live.item(item["id"]["S"])
        if not here:
            return
        chat_id = item["id"]["S"].removeprefix(CONVERSATION)
        if _is_later(item, here, "forgottenAt"):
            yield Step("forgotten", partial(forget_chat(self.stores), chat_id))
        elif _is_later(item, here, "resetAt"):
            yield Step("reset", lambda: Past(live.name).reset(chat_id, now()))
        if "accountId" in here and item.get("accountId") != here["accountId"]:
            yield Step("unlinked", partial(self._unlink, chat_id))
        if _is_later(item, here, "stoppedAt"):
            at = datetime.fromisoformat(item["stoppedAt"]["S"])
            yield Step("blocked", lambda: Conversations(live.name).stop(chat_id, at))

    def _unlink(self, chat_id: str) -> None:
        Accounts(self.stores.people.table.name).forget(chat_id)
        Exports(self.stores.bucket).delete_all(chat_id)


def is_tombstone(item: Item) -> bool:
    return item.get("role") == {"S": UNSENT}


def _is_later(item: Item, here: Item, name: str) -> bool:
    """Whether this happened after the point: then, or once more."""
    return name in item and (name not in here or here[name]["S"] < item[name]["S"])
