"""What users send besides words, where they send it, and what they take back."""

import base64
from typing import Any
from uuid import uuid4

from simulator.line.identities import line_id
from tests.e2e.conftest import Aws, Line

PDF = b"%PDF-1.4\n%%EOF\n"


def content(data: bytes, media_type: str) -> dict[str, Any]:
    return {"content": {"base64": base64.b64encode(data).decode(), "media_type": media_type}}


def parts(call: dict[str, Any]) -> list[str]:
    """The types of what the question consisted of."""
    return [part["type"] for part in call["body"]["input"][-1]["content"]]


def test_an_image_gets_buttons_and_the_next_words_are_about_it(line: Line, aws: Aws) -> None:
    line.speaks("ms-image", "en")
    assert line.send("ms-image", {"type": "image"}) == [
        "I got your picture. What shall I do with it?"
    ]
    assert line.calls("openai") == []
    (seen,) = line.tap("ms-image", "Describe it")
    assert "I see 1 image (image/png, 70 bytes)." in seen
    (call,) = line.calls("openai")
    assert parts(call) == ["input_text", "input_image"]
    image = line.bubbles("ms-image")[0]["id"]
    assert aws.item(image)["content"] == {"S": "[image]"}


def test_images_sent_together_get_one_answer(line: Line) -> None:
    line.speaks("ms-set", "en")
    set_id = uuid4().hex
    events = [
        {
            "type": "message",
            "source": {"userId": "ms-set"},
            "message": {"type": "image", "imageSet": {"id": set_id, "index": index, "total": 3}},
        }
        for index in (1, 3, 2)
    ]
    line.post(*events)
    line.settle()
    assert line.shown("ms-set") == [("reply", "I got your 3 pictures. What shall I do with them?")]
    (seen,) = line.say("ms-set", "Which is the best?")
    assert "I see 3 images" in seen


def test_a_recording_is_answered_and_kept_as_words(line: Line, aws: Aws) -> None:
    recording = content("明日の天気は？".encode(), "audio/x-m4a")
    (answer,) = line.send("ms-audio", {"type": "audio", **recording})
    assert answer == "「明日の天気は？」ですね。"
    assert aws.item(line.bubbles("ms-audio")[0]["id"])["content"] == {"S": "明日の天気は？"}


def test_a_document_is_read(line: Line) -> None:
    line.speaks("ms-file", "en")
    pdf = {"type": "file", "fileName": "report.pdf", **content(PDF, "application/pdf")}
    assert line.send("ms-file", pdf) == ["I got “report.pdf”. What shall I do with it?"]
    (seen,) = line.tap("ms-file", "Summarise it")
    assert "1 document (report.pdf" in seen


def test_what_is_still_being_prepared_is_asked_for_again(line: Line) -> None:
    line.fault("line", "content", "preparing", times=2)
    recording = content(b"Hello", "audio/x-m4a")
    assert line.send("ms-late", {"type": "audio", **recording}) == ['You said "Hello".']


def test_stickers_and_places_are_understood_and_videos_declined(line: Line) -> None:
    line.speaks("ms-other", "en")
    sticker = {"type": "sticker", "keywords": ["happy", "smile"]}
    assert line.send("ms-other", sticker) == ['You said "[sticker: happy, smile]".']
    (place,) = line.send("ms-other", {"type": "location", "address": "Marunouchi"})
    assert '"[location: Tokyo Station, Marunouchi (35.6812, 139.7671)]"' in place
    assert line.send("ms-other", {"type": "video"})[0].startswith("Sorry, I can't watch videos")
    assert len(line.calls("openai")) == 2


def test_markdown_comes_out_as_plain_text(line: Line) -> None:
    line.fault(
        "openai",
        "responses",
        "answer",
        text="# Title\n\n**Bold** and [a link](https://example.com/a)\n\n```python\nx = '**'\n```",
    )
    shown, code = line.say("ms-markdown", "Show me")
    assert shown == "■ Title\n\nBold and a link (https://example.com/a)"
    assert code == "x = '**'"


def test_a_group_is_answered_only_where_it_addresses_the_bot(line: Line, aws: Aws) -> None:
    group = line_id("ms-group", "group")
    overheard = line.post(
        {
            "type": "message",
            "source": {"groupId": "ms-group", "userId": "hanako"},
            "message": {"type": "text", "text": "Between us"},
        }
    )
    line.settle()
    assert aws.item(overheard["events"][0]["message"]["id"]) == {}
    (first,) = line.say("hanako", "I like tea", group="ms-group", mention=True)
    assert first.startswith('You said "Member ')
    assert "@Kaiwa" not in first
    question, answer = line.bubbles(group)[-2:]
    assert answer["quoted_message_id"] == question["id"]
    (second,) = line.say("taro", "And I coffee", group="ms-group", quote=answer["id"])
    assert "I like tea" in second
    speakers = {
        message["content"].partition(":")[0]
        for message in line.calls("openai")[-1]["body"]["input"]
        if message["role"] == "user"
    }
    assert len(speakers) == 2
    assert "Between us" not in str(line.calls("openai"))
    assert [call["operation"] for call in line.calls("line", "loading")] == []


def test_what_is_unsent_is_gone_with_its_answer(line: Line, aws: Aws) -> None:
    line.say("ms-unsend", "My secret is 42.")
    message_id = line.bubbles("ms-unsend")[0]["id"]
    line.post(
        {
            "type": "unsend",
            "source": {"userId": "ms-unsend"},
            "unsend": {"messageId": message_id},
        }
    )
    line.settle()
    assert set(aws.item(message_id)) == {"id", "role", "expiresAt"}
    assert aws.item(f"{message_id}#assistant") == {}
    assert line.say("ms-unsend", "What is it?") == ['You said "What is it?".']


def test_the_bot_greets_says_good_bye_to_nobody_and_greets_again(line: Line, aws: Aws) -> None:
    line.speaks("ms-follow", "en")
    for kind in ("follow", "unfollow", "follow"):
        line.post({"type": kind, "source": {"userId": "ms-follow"}})
        line.settle()
    greetings = [words for _, words in line.shown("ms-follow")]
    assert [words.partition("!")[0] for words in greetings] == [
        "Thanks for adding me",
        "Welcome back",
    ]
    assert "stoppedAt" not in aws.item(f"conversation#{line_id('ms-follow')}")


def test_messages_are_marked_as_read(line: Line) -> None:
    line.say("ms-read", "Hello")
    line.settle()
    assert line.bubbles("ms-read")[0]["read"] is True
