"""What is stored, and what leads where."""

from collections.abc import Iterator, Mapping
from typing import Any

from kaiwa.table import account_items, image_sets, items, overheard, quoted, reminders
from tests.world.invariants.reading import text_in
from tests.world.stage import Stage

KNOWN: Mapping[str, Any] = {
    "event#": items.EventMarker,
    "conversation#": items.Conversation,
    "summary#": items.ChatSummary,
    "usage#": items.Usage,
    "imageset#": image_sets.ImageSet,
    "sent#": quoted.SentBubble,
    "listening#": overheard.Switch,
    "overheard#": overheard.OverheardText,
    "reminders#": reminders.ChatReminders,
    "link#": account_items.LinkCode,
    "account#": account_items.Account,
    "tries#": account_items.Tries,
    "operation#": account_items.Operation,
}


NAMES = {
    prefix: {each.attr_name for each in model.get_attributes().values()}
    for prefix, model in {**KNOWN, "": items.Message}.items()
}


def nothing_unnamed_is_stored(stage: Stage) -> Iterator[str]:
    """Every item is of a kind that the design names, with attributes of that kind."""
    for written in stage.world.table.table.written:
        prefix = next((each for each in KNOWN if written.id.startswith(each)), "")
        unknown = {*(written.after or {})} - NAMES[prefix]
        if unknown:
            yield f"{written.id} has {sorted(unknown)}"


def a_link_joins_one_sign_in_and_one_chat(stage: Stage) -> Iterator[str]:
    """Each names the other, and nothing else does."""
    found = stage.world.table.table.items
    chats = {
        item["id"]["S"].removeprefix("account#"): text_in(item, "lineUserId")
        for item in found.values()
        if item["id"]["S"].startswith("account#")
    }
    accounts = {
        text_in(item, "accountId"): item["id"]["S"].removeprefix("conversation#")
        for item in found.values()
        if "accountId" in item and item["id"]["S"].startswith("conversation#")
    }
    if chats != accounts:
        yield f"sign-ins lead to {chats}, chats to {accounts}"
