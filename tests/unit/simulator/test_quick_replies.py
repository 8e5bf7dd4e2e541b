"""Quick replies that LINE takes, and those that it refuses."""

import pytest

from tests.unit.simulator.harness import ALICE, Json, Stand, errors, texts

ITEMS = "messages[0].quickReply.items"
OPENS = {"type": "uri", "label": "Map", "uri": "https://example.com"}
SAYS = {"type": "message", "label": "Yes", "text": "Yes"}


def push(stand: Stand, *actions: Json | None, **quick_reply: object) -> tuple[int, Json]:
    items = [{"type": "action", "action": action} for action in actions]
    message = {**texts("a")[0], "quickReply": {"items": items, **quick_reply}}
    status, body = stand.line("/message/push", {"to": ALICE, "messages": [message]})
    return status, {} if status == 200 else body


@pytest.mark.parametrize(
    "actions",
    [
        [SAYS] * 13,
        [{"type": "message", "label": "あ" * 20, "text": "x" * 300}],
        [{"type": "postback", "label": "x" * 20, "data": "x" * 300, "displayText": "x" * 300}],
        [{"type": "camera", "label": "Camera"}],
        [{"type": "uri", "label": "x" * 20, "uri": "https://example.com/#" + "x" * 979}],
        [{"type": "uri", "label": "Call", "uri": "tel:09001234567"}],
    ],
)
def test_quick_replies_that_line_takes(stand: Stand, actions: list[Json]) -> None:
    assert push(stand, *actions) == (200, {})


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        (SAYS | {"label": ""}, ("`label` must be specified", "")),
        (SAYS | {"label": "x" * 21}, ("must not be longer than 20 characters", ".label")),
        (SAYS | {"text": None}, ("must be specified", ".text")),
        (SAYS | {"text": "x" * 301}, ("must not be longer than 300 characters", ".text")),
        ({"type": "postback", "label": "a"}, ("must be specified", ".data")),
        (
            {"type": "postback", "label": "a", "data": "x" * 301},
            ("must not be longer than 300 characters", ".data"),
        ),
        (
            {"type": "postback", "label": "a", "data": "x", "displayText": "x" * 301},
            ("must not be longer than 300 characters", ".displayText"),
        ),
        (OPENS | {"uri": None}, ("must be specified", ".uri")),
        (OPENS | {"uri": "x" * 9}, ("invalid uri scheme", ".uri")),
        (OPENS | {"uri": "javascript:alert(1)"}, ("invalid uri scheme", ".uri")),
        (
            OPENS | {"uri": "https://" + "x" * 993},
            ("must not be longer than 1000 characters", ".uri"),
        ),
        (None, ("must be specified", "")),
    ],
)
def test_actions_that_line_refuses(
    stand: Stand, action: Json | None, problem: tuple[str, str]
) -> None:
    sentence, name = problem
    assert push(stand, SAYS, action) == errors((sentence, f"{ITEMS}[1].action{name}"))
    assert stand.shown() == []


def test_there_are_one_to_thirteen(stand: Stand) -> None:
    size = errors(("Size must be between 1 and 13", ITEMS))
    assert push(stand) == size
    assert push(stand, *[SAYS] * 14) == size
    assert push(stand, items=None) == errors(("must be specified", ITEMS))


@pytest.mark.parametrize("items", [5, [5], [{"action": {"type": "unknown", "label": "a"}}]])
def test_nonsense_is_refused(stand: Stand, items: object) -> None:
    assert push(stand, items=items)[0] == 400
