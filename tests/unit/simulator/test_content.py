"""What users send besides text."""

import base64

import pytest

from simulator.line.content import Content, Contents
from tests.unit.simulator.harness import LINE, Json, Stand

PDF = {"base64": base64.b64encode(b"%PDF-1.7").decode(), "media_type": "application/pdf"}


def fetched(stand: Stand, message_id: str) -> tuple[int, str | None, bytes]:
    """The status, media type and body that the content of a message is answered with."""
    response = stand.client.get(f"/v2/bot/message/{message_id}/content", headers=LINE)
    return response.status_code, response.headers.get("content-type"), response.content


NONE = (404, "application/json", b'{"message": "not found"}')
GONE = (410, "application/json", b'{"message": "The content is gone"}')


@pytest.mark.parametrize("beside", [False, True])
def test_given_content_is_served_and_is_not_in_the_event(stand: Stand, beside: bool) -> None:
    message: Json = {"type": "file", "fileName": "a.pdf"}
    inside = stand.hear(message=message | {"content": PDF}) if not beside else None
    event = inside or stand.hear(message=message, content=PDF)
    sent = event["message"]
    assert (sent["fileSize"], "content" in event, "content" in sent) == (8, False, False)
    assert fetched(stand, sent["id"]) == (200, "application/pdf", b"%PDF-1.7")


def test_without_it_there_is_a_sample_until_the_message_is_unsent(stand: Stand) -> None:
    image = stand.hear(message={"type": "image"})["message"]["id"]
    status, kind, data = fetched(stand, image)
    assert (status, kind, data[:4]) == (200, "image/png", b"\x89PNG")
    source = {"userId": "alice"}
    stand.send({"type": "unsend", "source": source, "unsend": {"messageId": image}})
    assert fetched(stand, image) == GONE
    bubble = stand.shown()[0]
    assert (bubble["text"], bubble["unsent"]) == ("[unsent]", True)


def test_what_has_no_content_of_lines(stand: Stand) -> None:
    provider = {"type": "external", "originalContentUrl": "https://example.com/a.png"}
    external = stand.hear(message={"type": "image", "contentProvider": provider})
    messages = [stand.hear("hello"), external, stand.hear(message={"type": "location"})]
    assert [fetched(stand, each["message"]["id"]) for each in messages] == [NONE] * 3
    assert fetched(stand, "5") == NONE


def test_a_message_that_line_did_not_send_has_no_content(stand: Stand) -> None:
    event = {"type": "message", "message": {"type": "image"}, "content": PDF}
    sent = stand.control("/webhooks", {"events": [event], "signature": "invalid"})[1]["events"]
    assert fetched(stand, sent[0]["message"]["id"]) == NONE


def test_content_may_still_be_prepared(stand: Stand) -> None:
    video = stand.hear(message={"type": "video"})["message"]["id"]
    fault = {"service": "line", "operation": "content", "kind": "preparing", "times": 2}
    stand.control("/faults", fault)
    assert [fetched(stand, video) for _ in "123"] == [
        (202, None, b""),
        (202, None, b""),
        (200, "video/mp4", b"a sample video"),
    ]
    assert stand.control("/faults", fault | {"operation": "push"})[1] == {
        "error": "kind preparing works for line content only."
    }


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (
            {"type": "message", "content": "a"},
            'content must be {"base64": …, "media_type": …}.',
        ),
        (
            {"type": "message", "content": {"base64": "", "media_type": 5}},
            'content must be {"base64": …, "media_type": …}.',
        ),
        (
            {"type": "message", "content": PDF | {"base64": "ä"}},
            "base64 of content must be base64.",
        ),
        ({"type": "follow", "content": PDF}, "Only a message event has content."),
    ],
)
def test_bad_content_gets_a_sentence(stand: Stand, event: Json, sentence: str) -> None:
    assert stand.control("/webhooks", {"events": [event]}) == (400, {"error": sentence})


def test_the_oldest_bytes_are_forgotten() -> None:
    contents = Contents()
    for number in "123":
        contents.note(number, "file")
        contents.keep(number, Content("text/plain", bytes(40_000_000)))
    assert [len(contents.get(number).data) for number in "123"] == [13, 40_000_000, 40_000_000]
