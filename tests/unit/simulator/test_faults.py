"""Faults: matched, counted down, visible; and the connections that they break."""

import subprocess
import sys
import time

import httpx
import pytest

from tests.unit.simulator.harness import ALICE, LINE, Json, Stand, texts

LIMIT = "You have reached your monthly limit."
KINDS = (
    "kind must be one of: delay, status, malformed, drop_response, kill_client,"
    " expire_reply_token, preparing, empty, answer, cut_off, tool,"
    " tool_failure."
)
ONLY_COMMON = "kind malformed does not take text, only service, operation, kind, times."
RETRY_AFTER = "seconds of a status fault is a Retry-After, which LINE does not send."
PUSH = {"to": ALICE, "messages": texts("a")}


def fault(kind: str, operation: str = "push", **more: object) -> Json:
    return {"service": "line", "operation": operation, "kind": kind, **more}


def test_faults_are_used_in_order_and_counted_down(stand: Stand) -> None:
    stand.control("/faults", fault("status", status=500, times=2))
    stand.control("/faults", fault("status", status=429, text=LIMIT))
    stand.control("/faults", fault("status", "loading", status=403))
    first = stand.line("/message/push", PUSH)
    assert stand.client.get("/control/faults").json()["faults"] == [
        fault("status", status=500, times=1),
        fault("status", status=429, text=LIMIT, times=1),
        fault("status", "loading", status=403, times=1),
    ]
    assert [first, *(stand.line("/message/push", PUSH) for _ in "12")] == [
        (500, {"message": "Internal Server Error"}),
        (500, {"message": "Internal Server Error"}),
        (429, {"message": LIMIT}),
    ]
    assert stand.line("/message/push", PUSH)[0] == 200
    calls = stand.client.get("/control/calls").json()["calls"]
    assert [each["fault"] for each in calls] == ["status", "status", "status", None]


def test_a_fault_may_stay_until_it_is_cleared(stand: Stand) -> None:
    stand.control("/faults", fault("status", status=429, times=0))
    limit = {"message": "The API rate limit has been exceeded. Try again later."}
    assert [stand.line("/message/push", PUSH) for _ in "123"] == [(429, limit)] * 3
    assert stand.client.delete("/control/faults").json() == {"faults": []}
    assert stand.line("/message/push", PUSH)[0] == 200


def test_a_malformed_or_late_answer_comes_after_the_effect(stand: Stand) -> None:
    stand.control("/faults", fault("malformed"))
    stand.control("/faults", fault("delay", seconds=0.05))
    response = stand.client.post("/v2/bot/message/push", json=PUSH, headers=LINE)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.text.startswith("<html>")
    started = time.monotonic()
    assert stand.line("/message/push", PUSH)[0] == 200
    assert time.monotonic() - started >= 0.05
    assert stand.chat() == [("bot", "a", "push")] * 2


def test_a_reply_token_can_be_made_to_expire(stand: Stand) -> None:
    stand.control("/faults", fault("expire_reply_token", "reply"))
    reply = {"replyToken": stand.hear()["replyToken"], "messages": texts("a")}
    assert stand.line("/message/reply", reply) == (400, {"message": "Invalid reply token"})
    assert stand.line("/message/reply", reply) == (400, {"message": "Invalid reply token"})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "service must be one of: line, openai."),
        ({"service": []}, "service must be one of: line, openai."),
        (
            {"service": "openai", "operation": "reply"},
            (
                "operation of openai must be one of: responses, transcriptions, moderations,"
                " files, vector_stores."
            ),
        ),
        (
            {"service": "openai", "operation": "responses", "kind": "late"},
            KINDS,
        ),
        (fault("expire_reply_token"), "kind expire_reply_token works for line reply only."),
        (fault("answer", text="a"), "kind answer works for openai responses only."),
        (fault("delay"), "kind delay needs seconds."),
        (
            fault("malformed", text="a"),
            ONLY_COMMON,
        ),
        (fault("delay", seconds="1"), "seconds must be a number from 0 to 600."),
        (fault("status", status=200), "status must be a whole number from 400 to 599."),
        (fault("status", status=429, text=5), "text must be a string."),
        (
            fault("status", status=429, seconds=5),
            RETRY_AFTER,
        ),
        (fault("malformed", times=-1), "times must be a whole number; 0 means until cleared."),
    ],
)
def test_bad_faults_get_a_sentence(stand: Stand, body: Json, sentence: str) -> None:
    assert stand.control("/faults", body) == (400, {"error": sentence})


def calls(served: httpx.Client) -> list[tuple[str, str | None, int | None]]:
    listed = served.get("/control/calls").json()["calls"]
    return [(each["operation"], each["fault"], each["status"]) for each in listed]


def pushed(served: httpx.Client) -> int:
    return len(served.get(f"/control/chats/{ALICE}").json()["messages"])


def test_a_dropped_response_leaves_the_client_without_an_answer(served: httpx.Client) -> None:
    served.post("/control/faults", json=fault("drop_response"))
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        served.post("/v2/bot/message/push", json=PUSH, headers=LINE)
    assert pushed(served) == 1
    assert calls(served) == [("push", "drop_response", None)]
    assert served.post("/v2/bot/message/push", json=PUSH, headers=LINE).status_code == 200


CLIENT = """
import sys, httpx
httpx.post(sys.argv[1], json={}, trust_env=False)
"""


def test_a_client_is_killed_before_it_gets_an_answer(served: httpx.Client) -> None:
    served.post("/control/faults", json=fault("kill_client"))
    url = f"{served.base_url}/v2/bot/message/push"
    client = subprocess.run([sys.executable, "-c", CLIENT, url], check=False, timeout=30)
    assert client.returncode == -9
    assert calls(served) == [("push", "kill_client", None)]


def test_the_simulator_does_not_kill_itself(served: httpx.Client) -> None:
    served.post("/control/faults", json=fault("kill_client"))
    response = served.post("/v2/bot/message/push", json=PUSH, headers=LINE)
    assert (response.status_code, response.json()) == (
        500,
        {"message": "The client runs in the simulator's own process: not killed."},
    )
    assert pushed(served) == 1


def test_without_the_real_server_nobody_can_hang_up(stand: Stand) -> None:
    stand.control("/faults", fault("drop_response"))
    assert stand.line("/message/push", PUSH) == (
        500,
        {"message": "Only the real server can hang up: run python -m simulator.server."},
    )
