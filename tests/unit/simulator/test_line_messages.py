"""Messages and recipients that LINE takes, and those that it refuses."""

import pytest

from simulator.line.identities import line_id
from tests.unit.simulator.harness import ALICE, Json, Stand, errors, invalid, texts

GROUP = line_id("friends", "group")


def test_a_reply_reaches_the_chat_and_names_what_was_sent(stand: Stand) -> None:
    token = stand.hear("hello")["replyToken"]
    first = int(stand.simulator.new_message_id()) + 1
    messages = [*texts("one", "二"), {"type": "audio", "originalContentUrl": "u", "duration": 1}]
    status, body = stand.line("/message/reply", {"replyToken": token, "messages": messages})
    sent = body["sentMessages"]
    assert status == 200
    assert sent == [
        {"id": str(first), "quoteToken": sent[0]["quoteToken"]},
        {"id": str(first + 1), "quoteToken": sent[1]["quoteToken"]},
        {"id": str(first + 2)},
    ]
    assert stand.chat() == [
        ("user", "hello", "webhook"),
        ("bot", "one", "reply"),
        ("bot", "二", "reply"),
        ("bot", "[audio]", "reply"),
    ]


TYPES = (
    "Must be one of the following values: [text, textV2, sticker, image, video, audio, location,"
    " imagemap, template, flex, coupon]"
)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (texts(""), errors(("May not be empty", "messages[0].text"))),
        ([{"type": "text"}], errors(("May not be empty", "messages[0].text"))),
        (None, errors(("May not be empty", "messages"))),
        ([], errors(("Size must be between 1 and 5", "messages"))),
        (texts(*"123456"), errors(("Size must be between 1 and 5", "messages"))),
        (
            [*texts(""), {"type": "t"}],
            errors(("May not be empty", "messages[0].text"), (TYPES, "messages[1].type")),
        ),
        (texts("a", "x" * 5001), errors(("Length must be between 0 and 5000", "messages[1].text"))),
        (texts("😀" * 2501), errors(("Length must be between 0 and 5000", "messages[0].text"))),
        ([{"type": "text", "text": 5}], invalid("messages[0].text")),
        ("hello", invalid("messages")),
        (["hello"], invalid("messages[0]")),
        (
            [{"type": "text", "text": "a", "quickReply": {"items": [{"action": 1}]}}],
            (400, {"message": "A message (messages[0]) in the request body is invalid"}),
        ),
    ],
)
def test_messages_that_line_refuses(
    stand: Stand, messages: object, expected: tuple[int, Json]
) -> None:
    token = stand.hear()["replyToken"]
    assert stand.line("/message/reply", {"replyToken": token, "messages": messages}) == expected
    assert stand.line("/message/push", {"to": ALICE, "messages": messages}) == expected


def test_5000_utf16_units_and_5_messages_are_taken(stand: Stand) -> None:
    messages = texts("😀" * 2500, "あ" * 5000, "c", "d", "e")
    assert stand.line("/message/push", {"to": GROUP, "messages": messages})[0] == 200
    assert len(stand.chat(GROUP)) == 5


def test_recipients_that_line_refuses(stand: Stand) -> None:
    good = texts("a")
    assert stand.line("/message/reply", {"messages": good}) == errors(
        ("May not be empty", "replyToken")
    )
    assert stand.line("/message/reply", {"replyToken": "", "messages": good}) == errors(
        ("May not be empty", "replyToken")
    )
    assert stand.line("/message/reply", {"replyToken": 1, "messages": good}) == invalid(
        "replyToken"
    )
    assert stand.line("/message/push", {"messages": good}) == errors(("May not be empty", "to"))
    assert stand.line("/message/push", {"to": "alice", "messages": good}) == invalid("to")
