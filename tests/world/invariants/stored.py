"""What is stored, and what leads where."""

from collections import Counter
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


def a_code_links_once(stage: Stage) -> Iterator[str]:
    """And within its ten minutes."""
    codes: dict[str, list[float]] = {}
    links = Counter[str]()
    for written in stage.world.table.table.written:
        if written.after is None or written.after == written.before:
            continue
        chat_id = text_in(written.after, "lineUserId")
        if written.id.startswith("link#"):
            codes.setdefault(chat_id, []).append(float(written.after["expiresAt"]["N"]))
        if written.id.startswith("account#"):
            links[chat_id] += 1
            if written.at.timestamp() >= max(codes[chat_id]):
                yield f"{written.id} is linked by a code that is too old"
    for chat_id, number in links.items():
        if number > len(codes[chat_id]):
            yield f"{number} links are made with {len(codes[chat_id])} codes of {chat_id}"


def what_comes_from_chatgpt_is_linked(stage: Stage) -> Iterator[str]:
    """A text is taken only from the sign-in that reaches the chat then."""
    chats: dict[str, str] = {}
    for written in stage.world.table.table.written:
        if written.id.startswith("account#"):
            chats[written.id.removeprefix("account#")] = text_in(written.after or {}, "lineUserId")
        if written.id.startswith("operation#") and written.after and not written.before:
            account_id, chat_id = (
                text_in(written.after, name) for name in ("accountId", "lineUserId")
            )
            if chats.get(account_id) != chat_id:
                yield f"{written.id} is taken from {account_id}, who does not reach {chat_id}"
