"""LINE's rules for quick replies, which the SDK's models check in part only.

https://developers.line.biz/en/reference/messaging-api/#quick-reply
"""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.line.errors import Problem

MOST_ITEMS = 13
LONGEST_LABEL = 20
LONGEST_TEXT = 300
LONGEST_URI = 1000
SCHEMES = ("http://", "https://", "line://", "tel:")

UNSPECIFIED = "must be specified"
ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "message": (("text",), ()),
    "postback": (("data",), ("displayText", "text", "fillInText")),
}
"""Type of action → the texts that it needs, the texts that it may have."""


def quick_reply_problems(quick_reply: Any, name: str) -> Iterator[Problem]:
    """What LINE finds wrong with a message's `quickReply`. Wrong types are left to the models."""
    if not isinstance(quick_reply, Mapping):
        return
    items = quick_reply.get("items")
    if items is None:
        yield Problem(UNSPECIFIED, f"{name}.items")
    elif isinstance(items, list):
        if not 1 <= len(items) <= MOST_ITEMS:
            yield Problem(f"Size must be between 1 and {MOST_ITEMS}", f"{name}.items")
        for index, item in enumerate(items):
            if isinstance(item, Mapping):
                yield from _action_problems(item.get("action"), f"{name}.items[{index}].action")


def actions(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The actions of the buttons under a message that LINE took."""
    items = (message.get("quickReply") or {}).get("items") or []
    return [item["action"] for item in items]


def _action_problems(action: Any, name: str) -> Iterator[Problem]:
    if action is None:
        yield Problem(UNSPECIFIED, name)
    if not isinstance(action, Mapping):
        return
    if not action.get("label"):
        yield Problem("`label` must be specified", name)
    yield from _too_long(action.get("label"), LONGEST_LABEL, f"{name}.label")
    required, optional = ACTIONS.get(str(action.get("type")), ((), ()))
    for each in required:
        if action.get(each) in (None, ""):
            yield Problem(UNSPECIFIED, f"{name}.{each}")
    for each in (*required, *optional):
        yield from _too_long(action.get(each), LONGEST_TEXT, f"{name}.{each}")
    if action.get("type") == "uri":
        yield from _uri_problems(action.get("uri"), f"{name}.uri")


def _uri_problems(uri: Any, name: str) -> Iterator[Problem]:
    """https://developers.line.biz/en/reference/messaging-api/#uri-action"""
    if uri in (None, ""):
        yield Problem(UNSPECIFIED, name)
    elif isinstance(uri, str) and not uri.startswith(SCHEMES):
        yield Problem("invalid uri scheme", name)
    yield from _too_long(uri, LONGEST_URI, name)


def _too_long(text: Any, limit: int, name: str) -> Iterator[Problem]:
    """LINE counts grapheme clusters; of the code points counted here there are never fewer.

    https://developers.line.biz/en/docs/messaging-api/text-character-count/
    """
    if isinstance(text, str) and len(text) > limit:
        yield Problem(f"must not be longer than {limit} characters", name)
