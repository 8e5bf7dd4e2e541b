"""LINE's events with arbitrary JSON in any of their fields."""

import copy
import time
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.builders import (
    Event,
    edited_event,
    every_event,
    group_event,
    in_group,
    in_room,
    message_event,
    postback_event,
)

type Path = tuple[str | int, ...]

TEXTS = st.text(st.characters(codec=None, categories=None), max_size=20)
NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from([0, -1, 1e30, 10**400, 253402300800000, 9_999_999_999_999]),
)
ODD_TEXTS = st.sampled_from(
    ["", " ", "x" * 129, "x" * 5000, "\ud800", "\x00", "\u200b", "/forget yes"]
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, ODD_TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
REMOVED = object()

KINDS: list[Event] = [
    *every_event(),
    *map(in_group, (message_event(kind) for kind in ("image", "sticker", "text"))),
    in_room(message_event()),
    group_event("@Kaiwa hi", mentions_bot=True),
    edited_event("@Kaiwa hi", mentions_bot=True),
    message_event("image", imageSet={"id": "set", "index": 1, "total": 2}),
    *(postback_event(data) for data in ("/help", "/forget yes", "/again", "/persona clear")),
    message_event(text="/link"),
    message_event(markAsReadToken="a token", quotedMessageId="1"),
]


def now() -> int:
    """LINE's time: nothing older than a day is acted upon."""
    return int(time.time() * 1000)


def paths(value: Any, before: Path = ()) -> Iterator[Path]:
    """The way to every field of the event, to those inside of others too."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        yield (*before, name)
        if isinstance(each, dict | list):
            yield from paths(each, (*before, name))


@st.composite
def odd_events(draw: st.DrawFn) -> Event:
    """An event of which up to three fields are something else, or are gone."""
    event: Any = copy.deepcopy(draw(st.sampled_from(KINDS))) | {"timestamp": now()}
    for _ in range(draw(st.integers(1, 3))):
        *way, name = draw(st.sampled_from(list(paths(event)) or [("type",)]))
        value = draw(st.one_of(JSON, st.just(REMOVED)))
        place = event
        for each in way:
            place = place[each]
        if value is not REMOVED:
            place[name] = value
        elif isinstance(place, dict):
            place.pop(name, None)
    return dict(event)


def own_changes() -> st.SearchStrategy[Event]:
    """Other values for some fields of what Kaiwa itself queues."""
    fields = (
        *("id", "conversation_id", "role", "text", "sent_at", "operation_id", "number"),
        *("webhookEventId", "timestamp", "source", "message", "edited"),
    )
    return st.dictionaries(st.sampled_from(fields), JSON, max_size=2)
