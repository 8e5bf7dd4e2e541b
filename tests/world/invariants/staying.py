"""What stays: nothing is deleted that nobody has taken back."""

from collections.abc import Iterator

from kaiwa.table.items import ASSISTANT, GOES_ON, SENT, USER, answer_id
from tests.world.invariants.reading import text_in
from tests.world.stage import Stage
from tests.world.table import Written

TAKEN_BACK = ("unsend", "messageEdited")


def what_nobody_takes_back_stays(stage: Stage) -> Iterator[str]:
    """A message goes because it was taken back in its own chat, has expired, or was said before
    the chat, or whoever said it, was forgotten; an answer because its question goes.
    """
    forgotten: dict[str, str] = {}
    for written in stage.world.table.table.written:
        if written.id.startswith("conversation#") and written.after:
            forgotten[written.id.partition("#")[2]] = text_in(written.after, "forgottenAt")
        before, after = written.before or {}, written.after or {}
        role = text_in(before, "role")
        if role not in (USER, ASSISTANT, SENT) or text_in(after, "role") == role:
            continue
        chats = {text_in(before, name) for name in ("lineUserId", "speakerId")}
        until = max(forgotten.get(each, "") for each in chats)
        has_expired = float(before["expiresAt"]["N"]) <= written.at.timestamp()
        is_forgotten = text_in(before, "createdAt") <= until
        if role == ASSISTANT or GOES_ON in written.id:
            is_forgotten = is_forgotten or _goes_too(stage, written.id)
        if not (has_expired or is_forgotten or _is_taken_back(stage, written)):
            yield f"{written.id} is deleted, and nobody has taken it back"


def _goes_too(stage: Stage, item_id: str) -> bool:
    """With the question, or with the first one of those that go on, or because that had gone."""
    question_id = item_id.removesuffix(answer_id("")).partition(GOES_ON)[0]
    item = stage.world.table.table.items.get(question_id)
    return item is None or text_in(item, "role") != USER


def _is_taken_back(stage: Stage, written: Written) -> bool:
    chat_id = text_in(written.before or {}, "lineUserId")
    for each in stage.world.events.sent:
        event = each.event
        if event.get("type") not in TAKEN_BACK or each.group != chat_id:
            continue
        message_id = event.get("unsend", {}).get("messageId") or event["message"]["id"]
        if written.id.partition("#")[0] == message_id:
            return True
    return False
