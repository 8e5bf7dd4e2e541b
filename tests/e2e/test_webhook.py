"""The deployed webhook, as LINE and others reach it."""

import base64

import httpx
import pytest

from tests.builders import signature
from tests.e2e.conftest import Aws, Line, text

OK = '{"message": "OK"}'


def test_verify_is_answered(line: Line) -> None:
    verify = line.post()
    assert (verify["status"], verify["body"]) == (200, OK)


@pytest.mark.parametrize("signature", ["missing", "invalid", "nonsense"])
def test_what_line_did_not_sign_is_refused(line: Line, signature: str) -> None:
    refused = line.post(text("Let me in"), signature=signature)
    assert (refused["status"], refused["body"]) == (403, '{"message": "Forbidden"}')
    line.settle()
    assert line.calls("openai") == []


@pytest.mark.parametrize("body", [b"not JSON", b"", b'{"events": 1}'])
def test_a_signed_body_that_is_no_webhook_is_accepted(line: Line, body: bytes) -> None:
    assert line.post_raw(base64.b64encode(body).decode()) == (200, OK)


def test_a_signed_body_that_is_not_utf8_is_accepted(line: Line) -> None:
    body = "こんにちは".encode("shift_jis")
    # Under the content type of JSON, API Gateway passes on text, and these bytes would be lost.
    headers = {
        "content-type": "application/octet-stream",
        "x-line-signature": signature(body, line.description["channel_secret"]),
    }
    answer = httpx.post(
        line.description["webhook_url"], content=body, headers=headers, trust_env=False
    )
    assert (answer.status_code, answer.text) == (200, OK)


def test_only_the_route_of_the_webhook_answers(line: Line) -> None:
    api = line.description["api_url"]
    statuses = [
        httpx.request(method, api + path, trust_env=False).status_code
        for method, path in [
            ("GET", "/v1/line/bot/message/reply"),
            ("POST", "/v1/line/bot/message"),
            ("POST", "/"),
        ]
    ]
    assert statuses == [404, 404, 404]


def test_all_users_of_one_webhook_are_answered(line: Line) -> None:
    accepted = line.post(*(text(f"I am user {n}", f"user{n}") for n in range(12)))
    assert accepted["status"] == 200
    line.settle()
    assert [line.shown(f"user{n}") for n in range(12)] == [
        [("reply", f'You said "I am user {n}".')] for n in range(12)
    ]


def test_what_is_not_for_the_bot_is_ignored_without_an_error(line: Line, aws: Aws) -> None:
    user = {"source": {"userId": "hanako"}}
    group = {"source": {"groupId": "family", "userId": "hanako"}}
    accepted = line.post(
        {"type": "beacon", **user},
        {"type": "memberJoined", **group},
        {"type": "message", "message": {"type": "fromTheFuture"}, **user},
        {"type": "fromTheFuture", **user},
        {"type": "message", "message": {"type": "text", "text": "Lunch?"}, **group},
        text("Hi", mode="standby"),
    )
    assert accepted["status"] == 200
    line.settle()
    assert line.calls("openai") == []
    assert line.calls("line", "reply", "push") == []
    assert aws.waiting("dead_letter_queue_url") == 0
