"""LINE's rules for message objects, and its words for what the SDK's models find wrong.

https://developers.line.biz/en/reference/messaging-api/#message-objects
"""

from collections.abc import Iterator
from typing import Any

from linebot.v3.messaging.models.message import Message
from pydantic.v1 import ValidationError

from simulator.line.errors import LineError, Problem, invalid_property
from simulator.line.flex import flex_problems
from simulator.line.pictures import picture_problems
from simulator.line.quick_replies import quick_reply_problems

Body = dict[str, Any]

MESSAGE_TYPES = (
    "text",
    "textV2",
    "sticker",
    "image",
    "video",
    "audio",
    "location",
    "imagemap",
    "template",
    "flex",
    "coupon",
)
LONGEST_TEXT = 5000

EMPTY = "May not be empty"
WORDING = {
    "value_error.missing": EMPTY,
    "type_error.none.not_allowed": EMPTY,
    "value_error.number.not_ge": "Must be between 5 and 60",
    "value_error.number.not_le": "Must be between 5 and 60",
    "value_error.any_str.max_length": "Length must be between 0 and {limit_value}",
}
"""pydantic's type of error → LINE's sentence. Any other type is an invalid property."""


def utf16_units(text: str) -> int:
    """How LINE counts: https://developers.line.biz/en/docs/messaging-api/text-character-count/"""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message_problems(messages: Any) -> Iterator[Problem]:
    if messages is None:
        yield Problem(EMPTY, "messages")
    elif not isinstance(messages, list):
        raise invalid_property("messages")
    elif not 1 <= len(messages) <= 5:
        yield Problem("Size must be between 1 and 5", "messages")
    for index, message in enumerate(messages or ()):
        yield from _one_message(message, f"messages[{index}]")


def _one_message(message: Any, name: str) -> Iterator[Problem]:
    if not isinstance(message, dict):
        raise invalid_property(name)
    if message.get("type") not in MESSAGE_TYPES:
        values = ", ".join(MESSAGE_TYPES)
        yield Problem(f"Must be one of the following values: [{values}]", f"{name}.type")
        return
    if wrong := list(quick_reply_problems(message.get("quickReply"), f"{name}.quickReply")):
        yield from wrong
        message = {key: value for key, value in message.items() if key != "quickReply"}
    if message["type"] == "flex" and (wrong := list(flex_problems(message, name, utf16_units))):
        yield from wrong
        return
    if message["type"] == "image" and (wrong := list(picture_problems(message, name))):
        yield from wrong
        return
    yield from model_problems(Message, message, f"{name}.")
    if message["type"] in ("text", "textV2") and isinstance(text := message.get("text"), str):
        if not text:
            yield Problem(EMPTY, f"{name}.text")
        elif utf16_units(text) > LONGEST_TEXT:
            yield Problem(f"Length must be between 0 and {LONGEST_TEXT}", f"{name}.text")


def model_problems(model: Any, body: Body, prefix: str = "") -> list[Problem]:
    """What the SDK's model finds wrong. A wrong type is raised at once: LINE reads no further."""
    try:
        model.from_dict(body)
    except ValidationError as error:
        found = error.errors()
    except (AttributeError, KeyError, TypeError, ValueError):
        # The models look inside nested objects before they know that these are objects.
        name = prefix.rstrip(".")
        raise LineError(400, f"A message ({name}) in the request body is invalid") from None
    else:
        return []
    problems = []
    for each in found:
        name = prefix + _path(each["loc"])
        if each["type"] not in WORDING:
            raise invalid_property(name)
        problems.append(Problem(WORDING[each["type"]].format(**each.get("ctx", {})), name))
    return problems


def _path(location: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)[1:]
