"""Pictures: drawn, changed, fetched as LINE's apps do, and gone when they should be."""

import base64
import time
from typing import Any

import httpx

from line_reply.speech.languages.en import TEXTS
from simulator.line.identities import line_id
from simulator.openai.drawing import DRAWN
from tests.e2e.conftest import Aws, Line, text


def address(line: Line) -> str:
    """Of the last picture, which is its own preview."""
    calls = line.calls("line", "reply", "push")
    (picture,) = [each for each in calls[-1]["body"]["messages"] if each["type"] == "image"]
    assert picture["originalContentUrl"] == picture["previewImageUrl"]
    found: str = picture["originalContentUrl"]
    return found


def looked_at(where: str) -> tuple[int, str, bytes]:
    """What whoever has the address gets, without a token and without following anything."""
    response = httpx.get(where, timeout=60, trust_env=False)
    assert response.headers["cache-control"] == "private, no-store"
    return response.status_code, response.headers["content-type"], response.content


def shown_to_the_model(line: Line) -> list[bytes]:
    """The pictures that came with the last question."""
    content: Any = line.calls("openai", "responses")[-1]["body"]["input"][-1]["content"]
    parts = [] if isinstance(content, str) else content
    urls = [part["image_url"] for part in parts if part["type"] == "input_image"]
    return [base64.b64decode(url.partition(",")[2]) for url in urls]


def test_a_picture_is_drawn_changed_and_forgotten(line: Line, aws: Aws) -> None:
    line.speaks("dr-cat", "en")
    assert line.say("dr-cat", "/draw a cat") == ["[image]", 'You said "/draw a cat".']
    first = address(line)
    status, kind, data = looked_at(first)
    assert (status, kind, data[-200:]) == (200, "image/jpeg", DRAWN[-200:])
    question, *_ = line.bubbles("dr-cat")
    answer = aws.item(f"{question['id']}#assistant")
    assert answer["content"]["S"] == ('[picture: New: /draw a cat]\nYou said "/draw a cat".')
    usage = [name for name in aws.log_lines("line_reply") if "a cat" in name]
    assert usage == []

    line.say("dr-cat", "/描いて brighter")
    assert shown_to_the_model(line) == [data]
    second = address(line)
    assert looked_at(second)[2] != data

    line.say("dr-cat", "/again")
    assert address(line) == second
    line.say("dr-cat", "/forget yes")
    assert [looked_at(each)[0] for each in (first, second)] == [404, 404]
    files = aws.s3.list_objects_v2(Bucket=aws.outputs["export_bucket"], Prefix="pictures/")
    assert [each["Key"] for each in files.get("Contents", [])] == []


def test_the_model_draws_by_its_own_choice_and_the_wait_is_explained(line: Line) -> None:
    line.speaks("dr-choice", "en")
    assert line.say("dr-choice", "Hello") == ['You said "Hello".']
    assert line.say("dr-choice", "Please draw a tree")[0] == "[image]"
    assert looked_at(address(line))[:2] == (200, "image/jpeg")

    line.fault("openai", "responses", "delay", seconds=3.5)
    sent = int((time.time() - 37.5) * 1000)  # the sentence is due forty seconds after the question
    line.post(text("Now draw a river", "dr-choice", timestamp=sent))
    line.settle()
    (told, words), (drawn, _), (said, _) = line.shown("dr-choice")[-3:]
    assert (told, words, drawn, said) == ("reply", TEXTS.still_answering, "push", "push")
    assert looked_at(address(line))[0] == 200


def test_a_picture_that_a_user_sent_is_changed(line: Line) -> None:
    sent = b"\x89PNG\r\n\x1a\n a picture"
    content = {"base64": base64.b64encode(sent).decode(), "media_type": "image/png"}
    line.send("dr-own", {"type": "image", "content": content})
    assert line.say("dr-own", "/draw make it brighter")[0] == "[image]"
    assert shown_to_the_model(line) == [sent]


def test_in_a_group_it_goes_with_the_question_that_is_taken_back(line: Line) -> None:
    group = line_id("dr-group", "group")
    line.say("taro", "/draw a boat", group="dr-group", mention=True)
    where = address(line)
    assert looked_at(where)[0] == 200
    question = line.bubbles(group)[0]["id"]
    source = {"groupId": "dr-group", "userId": "taro"}
    line.post({"type": "unsend", "source": source, "unsend": {"messageId": question}})
    line.settle()
    assert looked_at(where)[0] == 404


def test_what_may_not_be_drawn_is_refused_kindly(line: Line) -> None:
    line.speaks("dr-not", "en")
    assert line.say("dr-not", "/draw something undrawable") == [TEXTS.picture_refused]
    assert line.say("dr-not", "/draw") == [TEXTS.draw_how]
