"""Quotes: one's own words, the bot's, somebody else's, and what is there no more."""

import base64
from typing import Any

from simulator.line.identities import line_id
from tests.e2e.conftest import Aws, Line, text

UNKNOWN = "[quoted: a message that is not known to you; do not guess what it says]"


def asked(line: Line) -> str:
    """The last question as the model was sent it, without what is attached."""
    content = line.calls("openai", "responses")[-1]["body"]["input"][-1]["content"]
    return str(content if isinstance(content, str) else content[0]["text"])


def parts(line: Line) -> list[str]:
    content: list[dict[str, Any]]
    content = line.calls("openai", "responses")[-1]["body"]["input"][-1]["content"]
    return [part["type"] for part in content]


def sent(line: Line, message: dict[str, Any]) -> str:
    """Somebody else sends this to the group. Returns the message's id."""
    source = {"groupId": "qt-group", "userId": "taro"}
    posted = line.post({"type": "message", "source": source, "message": message})
    return str(posted["events"][0]["message"]["id"])


def test_what_was_said_in_a_chat_is_quoted_until_it_is_taken_back(line: Line, aws: Aws) -> None:
    line.speaks("qt-alone", "en")
    line.say("qt-alone", "I like tea")
    question, answer = (each["id"] for each in line.bubbles("qt-alone"))
    line.say("qt-alone", "Why?", quote=question)
    assert asked(line) == "[quoted, said by me]\n> I like tea\n\nWhy?"
    line.say("qt-alone", "And why this?", quote=answer)
    assert asked(line) == '[quoted, said by you]\n> You said "I like tea".\n\nAnd why this?'
    stored = aws.item(line.bubbles("qt-alone")[-2]["id"])
    assert (stored["content"], stored["quotedMessageId"]) == (
        {"S": "And why this?"},
        {"S": answer},
    )
    source = {"userId": "qt-alone"}
    line.post({"type": "unsend", "source": source, "unsend": {"messageId": question}})
    line.settle()
    line.say("qt-alone", "And now?", quote=answer)
    assert asked(line) == f"{UNKNOWN}\n\nAnd now?"


def test_an_old_answer_leads_to_words_that_no_prompt_has_otherwise(line: Line) -> None:
    line.say("qt-old", "The first words")
    first = line.bubbles("qt-old")[-1]["id"]
    line.say("qt-old", "/reset")
    line.say("qt-old", "What was that?", quote=first)
    assert asked(line).startswith('[quoted, said by you]\n> You said "The first words".')
    line.say("qt-other", "What was that?", quote=first)
    assert asked(line) == f"{UNKNOWN}\n\nWhat was that?"


def test_in_a_group_what_others_sent_is_fetched_and_what_they_say_is_not_known(line: Line) -> None:
    group = line_id("qt-group", "group")
    line.speaks("hanako", "en")
    picture, words = sent(line, {"type": "image"}), sent(line, text("Between us")["message"])
    recording = sent(
        line,
        {
            "type": "audio",
            "content": {
                "base64": base64.b64encode(b"See you at nine").decode(),
                "media_type": "audio/x-m4a",
            },
        },
    )
    (seen,) = line.say("hanako", "What is this?", group="qt-group", mention=True, quote=picture)
    assert "I see 1 image (image/png, 70 bytes)." in seen
    assert parts(line) == ["input_text", "input_image"]
    line.say("hanako", "When?", group="qt-group", mention=True, quote=recording)
    assert "[quoted, somebody's recording]\n    > See you at nine" in asked(line)
    line.say("hanako", "Is that so?", group="qt-group", mention=True, quote=words)
    assert asked(line).endswith(f": {UNKNOWN}\n    \n    Is that so?")
    assert "Between us" not in str(line.calls("openai"))
    (answer,) = (each["id"] for each in line.bubbles(group)[-1:])
    line.say("taro", "Really?", group="qt-group", quote=answer)
    assert "[quoted, said by you]" in asked(line)
    source = {"groupId": "qt-group", "userId": "taro"}
    line.post({"type": "unsend", "source": source, "unsend": {"messageId": picture}})
    line.settle()
    line.say("hanako", "And this?", group="qt-group", mention=True, quote=picture)
    assert asked(line).endswith(f": {UNKNOWN}\n    \n    And this?")
