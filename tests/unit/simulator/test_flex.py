"""Flex Messages that LINE takes, and those that it refuses."""

from typing import Any

import pytest

from tests.unit.simulator.harness import ALICE, Json, Stand, errors, invalid

Part = dict[str, Any]
TEXT: Part = {"type": "text", "text": "Tokyo", "size": "xs", "wrap": True, "flex": 2}


def box(*parts: Any, **more: Any) -> Part:
    return {"type": "box", "layout": "vertical", "contents": list(parts), **more}


def bubble(*parts: Any, **more: Any) -> Part:
    return {"type": "bubble", "body": box(*parts), **more}


def flex(contents: Any, alt: Any = "Tokyo", **more: Any) -> Part:
    return {"type": "flex", "altText": alt, "contents": contents, **more}


def push(stand: Stand, *messages: Part) -> tuple[int, Json]:
    return stand.line("/message/push", {"to": ALICE, "messages": list(messages)})


@pytest.mark.parametrize(
    "message",
    [
        flex(bubble(TEXT)),
        flex(bubble(TEXT, size="giga"), "😀" * 750),
        flex(bubble(box(TEXT, box(), layout="horizontal", spacing="sm"), {"type": "separator"})),
        flex({"type": "carousel", "contents": [bubble(TEXT)] * 12}),
        flex(bubble({"type": "text", "contents": [{"type": "span", "text": "a"}]})),
        flex(bubble(box(TEXT, paddingAll="14px", backgroundColor="#F3F4F6"))),
    ],
)
def test_what_line_takes_is_shown_by_its_alternative_text(stand: Stand, message: Part) -> None:
    status, body = push(stand, message)
    assert status == 200
    assert stand.chat() == [("bot", message["altText"], "push")]
    assert body["sentMessages"][0]["quoteToken"]


def test_the_words_of_an_answer_are_its_alternative_text(stand: Stand) -> None:
    token = stand.hear()["replyToken"]
    messages = [{"type": "text", "text": "One"}, flex(bubble(TEXT))]
    stand.line("/message/reply", {"replyToken": token, "messages": messages})
    assert [each["text"] for each in stand.shown()[1:]] == ["One", "Tokyo"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"type": "flex", "contents": bubble(TEXT)}, errors(("May not be empty", "altText"))),
        (flex(bubble(TEXT), ""), errors(("May not be empty", "altText"))),
        (
            flex(bubble(TEXT), "😀" * 751),
            errors(("Length must be between 0 and 1500", "altText")),
        ),
        ({"type": "flex", "altText": "a"}, errors(("May not be empty", "contents"))),
        (flex(bubble(TEXT), quoteToken="q"), invalid("messages[0].quoteToken")),
        (flex(bubble(TEXT), alt=5), invalid("messages[0].altText")),
    ],
)
def test_messages_that_line_refuses(
    stand: Stand, message: Part, expected: tuple[int, Json]
) -> None:
    for detail in expected[1].get("details", ()):
        detail["property"] = f"messages[0].{detail['property']}"
    assert push(stand, message) == expected


@pytest.mark.parametrize(
    ("contents", "problem", "place"),
    [
        (bubble({"type": "text", "text": ""}), "must be non-empty text", "/body/contents/0/text"),
        (bubble({"type": "text"}), "must be non-empty text", "/body/contents/0/text"),
        (bubble(TEXT | {"colour": "#000000"}), "unknown field", "/body/contents/0/colour"),
        (bubble(TEXT | {"color": "black"}), "invalid property", "/body/contents/0/color"),
        (bubble(TEXT | {"size": "huge"}), "invalid property", "/body/contents/0/size"),
        (bubble(TEXT | {"align": "right"}), "invalid property", "/body/contents/0/align"),
        (bubble(TEXT | {"flex": -1}), "invalid property", "/body/contents/0/flex"),
        (bubble({"type": "spacer"}), "invalid property", "/body/contents/0"),
        (
            bubble({"type": "icon", "url": "https://e.com/i"}),
            "invalid property",
            "/body/contents/0",
        ),
        (bubble(TEXT, footer=TEXT), "invalid property", "/footer"),
        (bubble(box(TEXT, layout="diagonal")), "invalid property", "/body/contents/0/layout"),
        ({"type": "bubble"}, "must be specified", "/body"),
        ({"type": "card"}, "invalid property", "/"),
        ({"type": "carousel", "contents": []}, "size must be between 1 and 12", "/contents"),
        (bubble(*[TEXT | {"text": "あ" * 200}] * 25), "too large", "/"),
        (bubble({"type": "button"}), "must be specified", "/body/contents/0/action"),
        (
            bubble({"type": "button", "action": {"type": "clipboard", "label": "Copy"}}),
            "invalid property",
            "/body/contents/0/action",
        ),
        (
            bubble(
                {
                    "type": "button",
                    "action": {"type": "clipboard", "label": "Copy", "clipboardText": "x" * 1001},
                }
            ),
            "length must be between 1 and 1000",
            "/body/contents/0/action/clipboardText",
        ),
    ],
)
def test_containers_that_line_refuses(
    stand: Stand, contents: Part, problem: str, place: str
) -> None:
    message = "A message (messages[0]) in the request body is invalid"
    details = [{"message": problem, "property": place}]
    assert push(stand, flex(contents)) == (400, {"message": message, "details": details})
    assert stand.chat() == []
