"""What users' messages say."""

from typing import Any

import pytest

from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.messages import Edit, Kind, ReceivedMessage, edited_message
from kaiwa.line.messages import received_message as read_message
from tests.builders import (
    GROUP_ID,
    MESSAGES,
    at,
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


def received_message(line_event: dict[str, Any]) -> ReceivedMessage | None:
    return read_message(Fields(line_event))


def test_a_text_is_read_whole() -> None:
    assert received_message(text_event("Hello")) == received("Hello")


def test_a_text_of_a_group_has_its_speaker_and_no_mention() -> None:
    assert received_message(group_event("@Kaiwa hi", mentions_bot=True)) == received(
        "hi", conversation_id=GROUP_ID, one_to_one=False
    )


def test_a_quote_is_known_by_its_id_and_stands_for_words_that_are_missing() -> None:
    in_the_group: dict[str, Any] = {
        "conversation_id": GROUP_ID,
        "one_to_one": False,
        "quoted_id": "7",
    }
    hi, bare = (
        group_event(text, mentions_bot=True, quotes="7") for text in ("@Kaiwa hi", "@Kaiwa")
    )
    assert received_message(hi) == received("hi", **in_the_group)
    assert received_message(bare) == received("[mention]", **in_the_group)


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
        (
            "file",
            {"fileName": "\u2067fdp\u202e.exe\u2069\u200f", "fileSize": 1},
            {"text": "[file: fdp.exe]", "file_name": "fdp.exe", "size": 1},
        ),
        ("file", {"fileName": "\u202e\u200f "}, {"text": "[file]", "size": 2138}),
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


def test_an_edited_message_says_something_else_now() -> None:
    event = edited_event("@Kaiwa when?", 3, edits=1, mentions_bot=True)
    edited = edited_message(Fields(event))
    assert isinstance(edited, Edit)
    assert (edited.message_id, edited.text) == (f"{1:018}", "when?")
    assert (edited.conversation_id, edited.sent_at) == (GROUP_ID, at(3))


@pytest.mark.parametrize("reduced", [{"id": "1", "type": "text"}, {"id": "1", "type": "image"}])
def test_an_edited_message_without_its_words_is_empty_or_a_note(reduced: dict[str, Any]) -> None:
    edited = edited_message(Fields(event("messageEdited", message=reduced)))
    assert isinstance(edited, Edit)
    assert (edited.message_id, edited.text) == ("1", "[image]" if "image" in str(reduced) else "")


def test_standby_is_told() -> None:
    expected = received(standby=True, reply_token=None)
    assert received_message(in_standby(text_event("Hello"))) == expected


def test_every_kind_of_message_is_read() -> None:
    found = [received_message(each) for each in every_event() if each["type"] == "message"]
    assert [each.kind for each in found if each] == list(MESSAGES)


@pytest.mark.parametrize(
    "unknown", [message_event("fromTheFuture"), text_event(source={"type": "x"})]
)
def test_what_is_no_message_of_a_known_kind_and_chat_is_none(unknown: dict[str, Any]) -> None:
    assert received_message(unknown) is None


@pytest.mark.parametrize(
    ("odd", "path"),
    [
        ({"message": None}, "message.type"),
        ({"message": 5}, "message.type"),
        ({"message": {"id": "1"}}, "message.type"),
        ({"message": {"id": "1", "type": {}}}, "message.type"),
        ({"message": {"id": None, "type": "text", "text": "Hi"}}, "message.id"),
        ({"message": {"id": "", "type": "text", "text": "Hi"}}, "message.id"),
        ({"message": {"id": {}, "type": "text", "text": "Hi"}}, "message.id"),
        ({"message": {"id": "x" * 129, "type": "image"}}, "message.id"),
        ({"message": {"id": "1", "type": "text", "text": 5}}, "message.text"),
        ({"message": {"id": "1", "type": "text"}}, "message.text"),
        ({"timestamp": None}, "timestamp"),
        ({"timestamp": "soon"}, "timestamp"),
        ({"timestamp": True}, "timestamp"),
        ({"timestamp": 1e30}, "timestamp"),
        ({"timestamp": float("nan")}, "timestamp"),
        ({"timestamp": 10**400}, "timestamp"),
        ({"webhookEventId": 7}, "webhookEventId"),
        ({"source": {"type": "user", "userId": 7}}, "source.userId"),
    ],
)
def test_without_what_is_needed_it_is_unreadable(odd: dict[str, Any], path: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        received_message(text_event() | odd)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "odd",
    [
        {"replyToken": True},
        {"replyToken": {}},
        {"replyToken": ""},
        {"mode": 1},
        {"deliveryContext": ["x"]},
        {"deliveryContext": {"isRedelivery": "yes"}},
    ],
)
def test_an_odd_part_that_nobody_needs_counts_as_left_out(odd: dict[str, Any]) -> None:
    expected = received("Hello")
    if "replyToken" in odd:
        expected = received("Hello", reply_token=None)
    assert received_message(text_event("Hello") | odd) == expected


@pytest.mark.parametrize(
    ("kind", "odd", "expected"),
    [
        ("text", {"mention": "all"}, {"text": "Hello"}),
        ("text", {"mention": {"mentionees": ["all", None, {"isSelf": True, "index": -1}]}}, {}),
        ("text", {"quotedMessageId": ["7"]}, {"text": "Hello", "quoted_id": None}),
        ("text", {"quoteToken": 5}, {"text": "Hello", "quote_token": None}),
        ("text", {"markAsReadToken": {}}, {"text": "Hello"}),
        ("image", {"contentProvider": "line"}, {"text": "[image]"}),
        ("image", {"imageSet": {"id": -1}}, {"text": "[image]"}),
        ("image", {"imageSet": {"id": "s", "total": 10**9}}, {"image_set": ("s", 1)}),
        ("image", {"imageSet": {"id": "s", "total": "two"}}, {"image_set": ("s", 1)}),
        ("file", {"fileSize": "large"}, {"file_name": "report.pdf", "size": None}),
        ("file", {"fileSize": -1}, {"file_name": "report.pdf", "size": None}),
        ("file", {"fileName": ["a"]}, {"text": "[file]", "file_name": None}),
        ("file", {"fileName": "a" * 300}, {"file_name": "a" * 255}),
        ("location", {"address": -1}, {"text": "[location: Tokyo Station (35.68, 139.76)]"}),
        ("location", {"latitude": "north", "address": 1}, {"text": "[location: Tokyo Station]"}),
        ("location", {"latitude": float("inf"), "address": 1}, {}),
        ("sticker", {"keywords": -1}, {"text": "[sticker]"}),
        ("sticker", {"keywords": [1, "smile", None]}, {"text": "[sticker: smile]"}),
    ],
)
def test_an_odd_part_of_a_message_does_not_spoil_the_rest(
    kind: str, odd: dict[str, Any], expected: dict[str, Any]
) -> None:
    message = received_message(message_event(kind, **odd))
    assert message is not None
    assert vars(message) == vars(message) | {"kind": Kind(kind)} | expected


def test_who_speaks_in_a_group_may_be_hidden_by_an_odd_id() -> None:
    hidden = in_group(text_event("Hello")) | {
        "source": {"type": "group", "groupId": GROUP_ID, "userId": 7}
    }
    message = received_message(hidden)
    assert message is not None
    assert (message.user_id, message.person_id) == (None, GROUP_ID)
