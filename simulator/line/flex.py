"""LINE's rules for Flex Messages, which the SDK's models check in small part only.

https://developers.line.biz/en/reference/messaging-api/#flex-message
What is wrong is told by a path inside the container, as in
https://github.com/line/line-bot-sdk-go/issues/657
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from linebot.v3.messaging.models.action import Action
from linebot.v3.messaging.models.flex_box import FlexBox
from linebot.v3.messaging.models.flex_bubble import FlexBubble
from linebot.v3.messaging.models.flex_button import FlexButton
from linebot.v3.messaging.models.flex_carousel import FlexCarousel
from linebot.v3.messaging.models.flex_filler import FlexFiller
from linebot.v3.messaging.models.flex_icon import FlexIcon
from linebot.v3.messaging.models.flex_image import FlexImage
from linebot.v3.messaging.models.flex_separator import FlexSeparator
from linebot.v3.messaging.models.flex_span import FlexSpan
from linebot.v3.messaging.models.flex_text import FlexText
from linebot.v3.messaging.models.flex_video import FlexVideo
from pydantic.v1 import ValidationError

from simulator.line.errors import LineError, Problem, invalid_property

LONGEST_ALT = 1500
LARGEST = {"bubble": 30_000, "carousel": 50_000}
"""Bytes of JSON: 30 and 50 KB. Counted as the SDK sends it."""
MOST_BUBBLES = 12
LONGEST_LABEL = 20
LONGEST_COPY = 1000

MODELS = {
    "box": FlexBox,
    "bubble": FlexBubble,
    "button": FlexButton,
    "carousel": FlexCarousel,
    "filler": FlexFiller,
    "icon": FlexIcon,
    "image": FlexImage,
    "separator": FlexSeparator,
    "span": FlexSpan,
    "text": FlexText,
    "video": FlexVideo,
}
BLOCKS = {"header": ("box",), "hero": ("box", "image", "video"), "body": ("box",)}
IN_A_BOX = ("box", "button", "image", "text", "separator", "filler")
IN_A_BASELINE = ("icon", "text", "filler")

GOOD_ACTION = {"type": "message", "label": "a", "text": "a"}

PIXELS = r"\d+(?:\.\d+)?px"
FORMATS = {
    "size": (
        r"nano|micro|deca|hecto|kilo|mega|giga|full|\d+%"
        rf"|xxs|xs|sm|md|lg|xl|xxl|[345]xl|{PIXELS}"
    ),
    "margin": rf"none|xs|sm|md|lg|xl|xxl|{PIXELS}",
    "spacing": rf"none|xs|sm|md|lg|xl|xxl|{PIXELS}",
    "color": r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?",
    "backgroundColor": r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?",
    **dict.fromkeys(
        ("paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"),
        rf"none|xs|sm|md|lg|xl|xxl|{PIXELS}|\d+%",
    ),
}

Component = Mapping[str, Any]
Check = Callable[[Component, str], Iterator[Problem]]


def flex_problems(
    message: Component, name: str, utf16_units: Callable[[str], int]
) -> Iterator[Problem]:
    """What LINE finds wrong with a Flex Message. Raises LineError if it is inside the container."""
    alt = message.get("altText")
    if alt is None or alt == "":
        yield Problem("May not be empty", f"{name}.altText")
    elif isinstance(alt, str) and utf16_units(alt) > LONGEST_ALT:
        yield Problem(f"Length must be between 0 and {LONGEST_ALT}", f"{name}.altText")
    if "quoteToken" in message:
        raise invalid_property(f"{name}.quoteToken")
    contents = message.get("contents")
    if contents is None:
        yield Problem("May not be empty", f"{name}.contents")
    elif wrong := list(_component(contents, "", ("bubble", "carousel"))):
        raise LineError(400, f"A message ({name}) in the request body is invalid", problems=wrong)


def _component(component: Any, path: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    """A container or component at this path, of one of these types."""
    if not isinstance(component, Mapping) or component.get("type") not in allowed:
        yield Problem("invalid property", path or "/")
        return
    kind = component["type"]
    known = {field.alias for field in MODELS[kind].__fields__.values()}
    yield from (Problem("unknown field", f"{path}/{name}") for name in component.keys() - known)
    yield from _formats(component, path)
    if kind in CHECKS:
        yield from CHECKS[kind](component, path)
    if "action" in component:
        yield from _action(component["action"], f"{path}/action")


def _formats(component: Component, path: str) -> Iterator[Problem]:
    for name, value in component.items():
        pattern = FORMATS.get(name)
        if pattern and not (isinstance(value, str) and re.fullmatch(pattern, value)):
            yield Problem("invalid property", f"{path}/{name}")
    flex = component.get("flex", 0)
    if not isinstance(flex, int) or isinstance(flex, bool) or flex < 0:
        yield Problem("invalid property", f"{path}/flex")
    # The enumerations and types. What is inside is looked at by itself.
    own = {name: value for name, value in component.items() if name not in (*BLOCKS, "footer")}
    own |= {"contents": []} if "contents" in own else {}
    own |= {"action": GOOD_ACTION} if "action" in own or component["type"] == "button" else {}
    try:
        MODELS[component["type"]].from_dict(own)
    except ValidationError as error:
        for each in error.errors():
            yield Problem("invalid property", f"{path}/{each['loc'][0]}")
    except (AttributeError, KeyError, TypeError, ValueError):
        yield Problem("invalid property", path or "/")


def _bubble(bubble: Component, path: str) -> Iterator[Problem]:
    yield from _too_large(bubble, path)
    blocks = {**BLOCKS, "footer": ("box",)}
    if not blocks.keys() & bubble.keys():
        yield Problem("must be specified", f"{path}/body")
    for name, allowed in blocks.items():
        if name in bubble:
            yield from _component(bubble[name], f"{path}/{name}", allowed)


def _carousel(carousel: Component, path: str) -> Iterator[Problem]:
    yield from _too_large(carousel, path)
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= MOST_BUBBLES:
        yield Problem(f"size must be between 1 and {MOST_BUBBLES}", f"{path}/contents")
        return
    for number, bubble in enumerate(bubbles):
        yield from _component(bubble, f"{path}/contents/{number}", ("bubble",))


def _too_large(container: Component, path: str) -> Iterator[Problem]:
    if len(json.dumps(container)) > LARGEST[container["type"]]:
        yield Problem("too large", path or "/")


def _box(box: Component, path: str) -> Iterator[Problem]:
    """One without anything in it is taken: lines are drawn with it."""
    contents = box.get("contents")
    if not isinstance(contents, list):
        yield Problem("must be specified", f"{path}/contents")
        return
    allowed = IN_A_BASELINE if box.get("layout") == "baseline" else IN_A_BOX
    for number, child in enumerate(contents):
        yield from _component(child, f"{path}/contents/{number}", allowed)


def _text(text: Component, path: str) -> Iterator[Problem]:
    spans = text.get("contents") or []
    if not spans and not (isinstance(text.get("text"), str) and text["text"]):
        yield Problem("must be non-empty text", f"{path}/text")
    for number, span in enumerate(spans):
        yield from _component(span, f"{path}/contents/{number}", ("span",))


def _button(button: Component, path: str) -> Iterator[Problem]:
    if "action" not in button:
        yield Problem("must be specified", f"{path}/action")
    elif isinstance(button["action"], Mapping) and not button["action"].get("label"):
        yield Problem("must be specified", f"{path}/action/label")


def _action(action: Any, path: str) -> Iterator[Problem]:
    """https://developers.line.biz/en/reference/messaging-api/#clipboard-action"""
    if not isinstance(action, Mapping):
        yield Problem("invalid property", path)
        return
    for name, most in (("label", LONGEST_LABEL), ("clipboardText", LONGEST_COPY)):
        if isinstance(value := action.get(name), str) and not 1 <= len(value) <= most:
            yield Problem(f"length must be between 1 and {most}", f"{path}/{name}")
            return
    try:
        Action.from_dict({**action})
    except (AttributeError, KeyError, TypeError, ValueError):
        yield Problem("invalid property", path)


CHECKS: dict[str, Check] = {
    "box": _box,
    "bubble": _bubble,
    "button": _button,
    "carousel": _carousel,
    "text": _text,
}
