"""What is stored."""

from collections.abc import Iterator, Mapping
from typing import Any

from kaiwa.table import account_items, image_sets, items, overheard, quoted, reminders
from kaiwa.table.items import UNSENT
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


REQUIRED = {
    prefix: {
        each.attr_name
        for each in model.get_attributes().values()
        if not each.null and each.default is None
    }
    for prefix, model in {**KNOWN, "": items.Message, UNSENT: items.Tombstone}.items()
}


def nothing_unnamed_is_stored(stage: Stage) -> Iterator[str]:
    """Every item is of a kind that the design names, with attributes of that kind: with all that it
    must have, for else it is a trace of one that was deleted.
    """
    for written in stage.world.table.table.written:
        prefix = next((each for each in KNOWN if written.id.startswith(each)), "")
        unknown = {*(written.after or {})} - NAMES[prefix]
        if unknown:
            yield f"{written.id} has {sorted(unknown)}"
        kind = UNSENT if written.after and text_in(written.after, "role") == UNSENT else prefix
        if written.after and not REQUIRED[kind] <= {*written.after}:
            yield f"{written.id} has only {sorted(written.after)}"
