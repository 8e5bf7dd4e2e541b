"""Image messages: LINE's rules for their addresses, and what must be found there."""

import httpx
import pytest

from tests.unit.simulator.harness import ALICE, Json, Stand

WHERE = "https://api.example.com/pictures/secret"
JPEG = b"\xff\xd8\xff a picture"


def image(original: str = WHERE, preview: str = WHERE) -> Json:
    return {"type": "image", "originalContentUrl": original, "previewImageUrl": preview}


def serve(stand: Stand, data: bytes, media_type: str = "image/jpeg", status: int = 200) -> None:
    async def act(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=data, headers={"content-type": media_type})

    stand.bot.act = act


def push(stand: Stand, message: Json) -> tuple[int, Json]:
    return stand.line("/message/push", {"to": ALICE, "messages": [message]})


def test_the_chat_shows_what_both_addresses_lead_to(stand: Stand) -> None:
    serve(stand, JPEG)
    status, answer = push(stand, image(preview=f"{WHERE}/small"))
    assert status == 200
    assert [str(each.url) for each in stand.bot.requests] == [WHERE, f"{WHERE}/small"]
    shown = stand.client.get(f"/ui/line/content/{answer['sentMessages'][0]['id']}")
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (JPEG, "image/jpeg", 404),
        (JPEG, "text/plain", 200),
        (b"GIF89a", "image/jpeg", 200),
        (JPEG + bytes(1_000_000), "image/jpeg", 200),
    ],
    ids=["gone", "another type", "no picture", "too large for a preview"],
)
def test_what_line_could_not_show_is_refused(
    stand: Stand, data: bytes, media_type: str, status: int
) -> None:
    serve(stand, data, media_type, status)
    refused, answer = push(stand, image())
    assert (refused, answer["message"].startswith("There is no picture: ")) == (400, True)
    assert stand.shown() == []


@pytest.mark.parametrize("address", ["", "http://example.com/a", f"{WHERE}{'x' * 2000}"])
def test_an_address_is_https_and_not_too_long(stand: Stand, address: str) -> None:
    refused, answer = push(stand, image(preview=address))
    assert refused == 400
    assert [each["property"] for each in answer["details"]] == ["messages[0].previewImageUrl"]


def test_an_address_of_this_machine_needs_no_tls(stand: Stand) -> None:
    serve(stand, JPEG)
    local = "http://localhost:8601/pictures/secret"
    assert push(stand, image(local, local))[0] == 200
