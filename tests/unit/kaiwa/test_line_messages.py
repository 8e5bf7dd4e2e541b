"""What users' messages say."""

from typing import Any

import pytest

from kaiwa.line.messages import Kind, ReceivedMessage, received_message
from tests.builders import (
    GROUP_ID,
    MESSAGES,
    edited_event,
    event,
    every_event,
    group_event,
    in_group,
    in_standby,
    message_event,
    received,
    text_event,
)


def test_a_text_is_read_whole() -> None:
    assert received_message(text_event("Hello")) == received("Hello")


def test_a_text_of_a_group_has_its_speaker_and_no_mention() -> None:
    assert received_message(group_event("@Kaiwa hi", mentions_bot=True)) == received(
        "hi", conversation_id=GROUP_ID, one_to_one=False
    )


def test_the_mention_of_another_stays() -> None:
    message = received_message(group_event("@Alice hi", mentions_bot=False))
    assert message is not None
    assert message.text == "@Alice hi"


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("hi @Kaiwa there", [(3, 6)], "hi  there"),
        ("👪👪 @Kaiwa 会話", [(5, 6)], "👪👪  会話"),
        ("@Kaiwa @Kaiwa hi", [(0, 6), (7, 6)], "hi"),
        ("👩‍👩‍👧‍👦👍🏽𠮷@Kaiwa 会話", [(17, 6)], "👩‍👩‍👧‍👦👍🏽𠮷 会話"),
        ("@会話👪 hi", [(0, 5)], "hi"),
        ("@Alice @Kaiwa 👪 hi", [(7, 6)], "@Alice  👪 hi"),
        ("@Kaiwa", [(0, 6)], ""),
        ("@Kaiwa hi", [(None, None)], "@Kaiwa hi"),
        ("hi", [(90, 6)], "hi"),
    ],
)
def test_mentions_are_cut_where_line_says(
    text: str, spans: list[tuple[int | None, int | None]], expected: str
) -> None:
    mentionees = [
        {"index": index, "length": length, "type": "user", "isSelf": True}
        for index, length in spans
    ]
    message = received_message(message_event(text=text, mention={"mentionees": mentionees}))
    assert message is not None
    assert message.text == expected


AT_NOUGHT = "[location: 1-9-1 Marunouchi, Chiyoda-ku, Tokyo (0, 0)]"


@pytest.mark.parametrize(
    ("kind", "of_message", "expected"),
    [
        ("image", {}, {"text": "[image]"}),
        ("video", {}, {"text": "[video]"}),
        ("audio", {}, {"text": "[audio]"}),
        ("file", {}, {"text": "[file: report.pdf]", "file_name": "report.pdf", "size": 2138}),
        ("file", {"fileName": None}, {"text": "[file]", "size": 2138}),
        (
            "file",
            {"fileName": "会議\n\ud83d 👪.pdf"},
            {
                "text": "[file: 会議 \ufffd 👪.pdf]",
                "file_name": "会議 \ufffd 👪.pdf",
                "size": 2138,
            },
        ),
        ("sticker", {}, {"text": "[sticker: happy, smile]"}),
        ("sticker", {"keywords": None}, {"text": "[sticker]"}),
        ("sticker", {"text": "Good\nluck"}, {"text": "[sticker: Good luck, happy, smile]"}),
        (
            "location",
            {},
            {
                "text": "[location: Tokyo Station,"
                " 1-9-1 Marunouchi, Chiyoda-ku, Tokyo (35.68, 139.76)]"
            },
        ),
        (
            "location",
            {"title": None, "address": None},
            {"text": "[location: (35.68, 139.76)]"},
        ),
        (
            "location",
            {"title": None, "latitude": None},
            {"text": "[location: 1-9-1 Marunouchi, Chiyoda-ku, Tokyo]"},
        ),
        ("location", {"title": None, "address": None, "latitude": None}, {"text": "[location]"}),
        ("location", {"latitude": 0, "longitude": 0, "title": None}, {"text": AT_NOUGHT}),
        # Old versions of LINE do not say how many there are.
        ("image", {"imageSet": {"id": "set-1"}}, {"text": "[image]", "image_set": ("set-1", 1)}),
        (
            "image",
            {"imageSet": {"id": "set-1", "index": 1, "total": 2}},
            {"text": "[image]", "image_set": ("set-1", 2)},
        ),
        (
            "image",
            {"contentProvider": {"type": "external", "originalContentUrl": "https://x.test"}},
            {"text": "[image]", "external": True},
        ),
    ],
)
def test_whatever_else_was_sent_leaves_a_note(
    kind: str, of_message: dict[str, Any], expected: dict[str, Any]
) -> None:
    line_event = message_event(kind, **of_message)
    quote_token = line_event["message"].get("quoteToken")
    assert received_message(line_event) == received(
        kind=Kind(kind), quote_token=quote_token, **expected
    )


def test_an_edited_message_is_the_same_message_anew() -> None:
    edited = received_message(edited_event("@Kaiwa when?", 3, edits=1, mentions_bot=True))
    assert edited == received(
        "when?",
        3,
        message_id=f"{1:018}",
        conversation_id=GROUP_ID,
        one_to_one=False,
        quote_token="quote-token-1",
    )


def test_an_edited_message_without_its_words_is_empty() -> None:
    reduced = event("messageEdited", message={"id": "1", "type": "text"})
    message = received_message(reduced)
    assert isinstance(message, ReceivedMessage)
    assert (message.message_id, message.text) == ("1", "")


def test_standby_is_told() -> None:
    expected = received(standby=True, reply_token=None)
    assert received_message(in_standby(text_event("Hello"))) == expected


def test_of_every_type_of_event_only_messages_are_messages() -> None:
    found = [received_message(each) for each in every_event()]
    assert [each.kind for each in found if each] == [*MESSAGES, "text"]


@pytest.mark.parametrize(
    "unknown",
    [
        {},
        message_event("fromTheFuture"),
        text_event(source={"type": "thread"}),
        event("message", message=None),
        event("fromTheFuture", message={"id": "1", "type": "text", "text": "Hello"}),
        in_group(event("messageEdited", message={})),
    ],
)
def test_what_is_no_message_of_a_known_kind_is_none(unknown: dict[str, Any]) -> None:
    assert received_message(unknown) is None
