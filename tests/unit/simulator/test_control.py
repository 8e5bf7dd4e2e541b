"""The control API itself."""

import base64
import json

import pytest

from tests.unit.simulator.harness import ALICE, KEY, LINE, OPENAI, TOKEN, Json, Stand, texts


def test_calls_are_recorded_whole(stand: Stand) -> None:
    push = {"to": ALICE, "messages": texts("a")}
    sent = stand.line("/message/push?a=b", push)[1]
    stand.client.post("/v1/responses", content=b"\xff", headers=OPENAI)
    stand.client.get("/v2/nowhere")
    calls = stand.client.get("/control/calls").json()["calls"]
    assert calls[0] == {
        "number": 1,
        "service": "line",
        "operation": "push",
        "method": "POST",
        "path": "/v2/bot/message/push?a=b",
        "headers": calls[0]["headers"],
        "body": push,
        "received_at": "2026-09-21T14:13:20.000000+00:00",
        "fault": None,
        "status": 200,
        "response_headers": calls[0]["response_headers"],
        "response": sent,
        "milliseconds": 0.0,
    }
    assert set(calls[0]["response_headers"]) == {
        "content-length",
        "content-type",
        "x-line-request-id",
    }
    assert calls[0]["headers"]["authorization"] == f"Bearer {TOKEN}"
    assert (calls[1]["body"], calls[1]["status"]) == ("�", 400)
    shown = [(each["number"], each["service"], each["operation"]) for each in calls]
    assert shown == [
        (1, "line", "push"),
        (2, "openai", "responses"),
        (3, "line", "unknown"),
    ]
    for query, numbers in {
        "service=line": [1, 3],
        "after=1": [2, 3],
        "service=openai&after=2": [],
    }.items():
        listed = stand.client.get(f"/control/calls?{query}").json()["calls"]
        assert [each["number"] for each in listed] == numbers


def test_reset_forgets_all_but_the_webhooks_address(stand: Stand) -> None:
    token = stand.hear()["replyToken"]
    key = {"x-line-retry-key": "123e4567-e89b-12d3-a456-426614174000"}
    push = {"to": ALICE, "messages": texts("a")}
    stand.line("/message/push", push, **key)
    stand.control("/faults", {"service": "line", "operation": "push", "kind": "malformed"})
    assert stand.control("/reset", {}) == (200, {})
    assert stand.client.get("/control/calls").json() == {"calls": []}
    assert stand.client.get("/control/faults").json() == {"faults": []}
    assert stand.chat() == []
    assert stand.line("/message/push", push, **key)[0] == 200
    assert stand.line("/message/reply", {"replyToken": token, "messages": texts("a")})[0] == 400
    assert stand.simulator.webhook_endpoint == "http://bot/webhook"
    assert stand.client.get("/control/calls").json()["calls"][0]["number"] == 2


def test_chats_are_found_by_name_and_by_id(stand: Stand) -> None:
    event = stand.hear("hello")
    expected = {
        "messages": [
            {
                "id": event["message"]["id"],
                "from": "user",
                "kind": "text",
                "text": "hello",
                "at": "2026-09-21T14:13:20.000000+00:00",
                "by": "webhook",
                "read": False,
                "quick_replies": [],
                "quoted_message_id": None,
                "unsent": False,
            }
        ]
    }
    assert stand.client.get("/control/chats/alice").json() == expected
    assert stand.client.get(f"/control/chats/{ALICE}").json() == expected


NO_TYPE = 'Every event needs a type, such as {"type": "message", …}.'
ONLY_SAY = (
    "Unknown: txt. This endpoint takes text, user, group, mention, quote, timeout_seconds, channel."
)


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("/say", {"txt": "hi"}, ONLY_SAY),
        ("/say", {"text": ""}, "text must be given, as a text."),
        ("/say", {"text": 5}, "text must be a text."),
        ("/say", {"text": "a", "timeout_seconds": True}, "timeout_seconds must be a number."),
        ("/say", {"text": "a", "mention": 1}, "mention must be true or false."),
        (
            "/say",
            {"text": "a", "mention": True},
            "mention needs a group: one-to-one chats have no mentions.",
        ),
        ("/send", {"message": "a"}, "message must be an object."),
        ("/send", {}, "message must be given, as an object."),
        ("/users", {}, "user must be given, as a text."),
        ("/webhooks", {}, "events must be given, as a list."),
        ("/webhooks", {"events": [5]}, "Every event must be an object."),
        (
            "/webhooks",
            {"events": [{}]},
            NO_TYPE,
        ),
        ("/webhooks", {"events": [{"type": "join", "source": 5}]}, "source must be an object."),
        (
            "/webhooks",
            {"events": [{"type": "join", "timestamp": "now"}]},
            "timestamp must be a whole number of milliseconds since 1970.",
        ),
        ("/webhooks", {"raw_body_base64": "ä"}, "raw_body_base64 must be base64."),
        (
            "/webhooks",
            {"raw_body_base64": "YQ==", "events": []},
            "Unknown: events. This endpoint takes raw_body_base64, signature, channel.",
        ),
    ],
)
def test_bad_input_gets_a_sentence(stand: Stand, path: str, body: Json, sentence: str) -> None:
    assert stand.control(path, body) == (400, {"error": sentence})


def test_bad_json_queries_and_paths_get_a_sentence(stand: Stand) -> None:
    def error(method: str, path: str, content: bytes = b"") -> tuple[int, str]:
        response = stand.client.request(method, path, content=content)
        return response.status_code, response.json()["error"]

    assert error("POST", "/control/say", b"{") == (400, "Send a JSON object as the body.")
    assert error("POST", "/control/faults", b"[]") == (400, "Send a JSON object as the body.")
    assert error("GET", "/control/calls?after=x") == (400, "after must be the number of a call.")
    assert error("GET", "/control/calls?service=x") == (
        400,
        "service must be one of: line, openai.",
    )
    assert error("GET", "/control/say") == (
        404,
        "There is no such endpoint. GET /control lists them.",
    )


def test_half_a_character_does_not_break_the_record(stand: Stand) -> None:
    body = json.dumps({"to": ALICE, "messages": texts("half: \ud83d")})
    headers = LINE | {"content-type": "application/json"}
    answer = stand.client.post("/v2/bot/message/push", content=body, headers=headers)
    assert answer.status_code == 200
    shown = stand.client.get("/control/chats/alice").content
    assert json.loads(shown)["messages"][0]["text"] == "half: \ud83d"
    question = json.dumps({"model": "m", "input": "\ud83d", "store": False})
    model = stand.client.post("/v1/responses", content=question, headers=OPENAI)
    assert json.loads(model.content)["output"][0]["content"][0]["text"] == 'You said "\ud83d".'
    assert stand.client.get("/control/calls").status_code == 200


def test_it_describes_itself(stand: Stand) -> None:
    description = stand.client.get("/control").json()
    assert [f"{each['method']} {each['path']}" for each in description["endpoints"]] == [
        "GET /control",
        "GET /control/health",
        "POST /control/webhooks",
        "POST /control/say",
        "POST /control/send",
        "POST /control/tap",
        "POST /control/users",
        "GET /control/calls",
        "GET /control/chats/{chat_id}",
        "GET /control/faults",
        "POST /control/faults",
        "DELETE /control/faults",
        "POST /control/reset",
    ]
    assert all(each["does"].endswith(".") for each in description["endpoints"])
    assert description["operations"]["openai"] == [
        "responses",
        "transcriptions",
        "moderations",
        "files",
        "vector_stores",
    ]
    assert description["fault_kinds"]["delay"] == {"required": ["seconds"], "optional": []}
    assert stand.client.get("/control/health").json() == {"status": "ok"}


def test_web_pages_are_kept_out(stand: Stand) -> None:
    page = {"origin": "https://example.com"}
    refused = stand.client.post("/control/reset", headers=page)
    assert (refused.status_code, refused.json()) == (
        403,
        {"error": "Call this API from a program, not from a web page."},
    )
    rebound = stand.client.get("/control/health", headers={"host": "example.com:8600"})
    assert (rebound.status_code, rebound.text) == (400, "Invalid host header")
    local = stand.client.get("/control/health", headers={"host": "localhost:8600"})
    assert local.status_code == 200


def test_a_raw_signature_may_be_literal(stand: Stand) -> None:
    body = {"raw_body_base64": base64.b64encode(b"{}").decode(), "signature": KEY}
    assert stand.control("/webhooks", body)[0] == 200
    assert stand.bot.requests[-1].headers["x-line-signature"] == KEY
