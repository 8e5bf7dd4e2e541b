"""Who reaches which chat from ChatGPT, and by what."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from chatgpt.conversation.notices import LINKED
from kaiwa.log import hashed
from tests.world.invariants.reading import event_id_of, text_in
from tests.world.script import ACCOUNTS
from tests.world.stage import Stage

TOLD = LINKED.partition("}")[2].partition("。")[0]
USES = ("send", "export", "read")
"""What is asked of ChatGPT that needs a link."""


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
        if written.id.startswith("account#") and text_in(written.after, "noticeId"):
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


def no_export_outlives_its_link(stage: Stage) -> Iterator[str]:
    """Unless a worker died that would have deleted it, or S3 failed: then it expires."""
    if stage.world.happened:
        return
    items = stage.world.table.table.items.values()
    linked = {
        text_in(item, "lineUserId") for item in items if item["id"]["S"].startswith("account#")
    }
    for key in stage.world.files.contents:
        if key.startswith("exports/") and key.split("/")[1] not in {*map(hashed, linked)}:
            yield f"{key} is there, and no link"


def a_forgotten_chat_is_linked_no_more(stage: Stage) -> Iterator[str]:
    """What led to the chat when it was hidden does so no more once it is forgotten."""
    for ended in stage.world.ended:
        if ended.outcome != "obeyed /forget" or "/forget yes" not in ended.message.body:
            continue
        chats: dict[str, str] = {}
        before: dict[str, str] = {}
        for written in stage.world.table.table.written:
            if written.at < ended.at and written.id.startswith("account#"):
                chats[written.id] = text_in(written.after or {}, "lineUserId")
            if written.at < ended.began_at:
                before = dict(chats)
        for account, chat_id in before.items():
            if chat_id == ended.message.group and chats[account] == chat_id:
                yield f"{account} still leads to {chat_id}"


def whose_chat_is_linked_is_told(stage: Stage) -> Iterator[str]:
    """By the time that anybody uses the link. Of what was linked before it begins, they know."""
    written = [each for each in stage.world.table.table.written if each.id.startswith("account#")]
    told = {
        (each.group, event_id_of(each))
        for each in stage.world.events.sent
        if TOLD in str(each.event.get("text", ""))
    }
    notices: dict[str, list[tuple[datetime, str]]] = {}
    for each in written:
        before, after = (text_in(item or {}, "noticeId") for item in (each.before, each.after))
        notices.setdefault(each.id, []).append((each.at, after))
        is_setup = each.at == stage.world.table.table.written[0].at
        if each.after and before and not after and not is_setup:
            chat_id = text_in(each.after, "lineUserId")
            if (chat_id, before) not in told:
                yield f"{chat_id} is said to know of {each.id}, and was not told"
    for got in stage.platform.got:
        if got.name.split()[0] not in USES or not got.reply.is_good:
            continue
        account = f"account#{ACCOUNTS[got.who]}"
        then, since = (
            next((notice for at, notice in reversed(notices.get(account, [])) if at <= time), "")
            for time in (got.began_at, got.at)
        )
        if then and then == since:
            yield f"{got.name} is answered by {account}, of which nobody was told"
