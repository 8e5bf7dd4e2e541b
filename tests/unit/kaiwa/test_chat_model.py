"""The gateway to the model, against the stand-in of OpenAI."""

import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from kaiwa.chat_model import (
    ChatModel,
    ModelAnswer,
    ModelRefusedError,
    ModelSettings,
    ModelTimeoutError,
    ModelUnavailableError,
    PromptMessage,
)
from simulator.processes import free_port
from tests.unit.simulator.harness import KEY

HELLO: list[PromptMessage] = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def settings(served: httpx.Client) -> ModelSettings:
    return ModelSettings(
        base_url=f"{str(served.base_url).rstrip('/')}/v1",
        model="gpt-6.1-terra",
        instructions="Be kind.",
        max_output_tokens=100,
        deadline_seconds=5,
    )


def fault(served: httpx.Client, kind: str, **more: Any) -> None:
    wanted = {"service": "openai", "operation": "responses", "kind": kind, **more}
    served.post("/control/faults", content=json.dumps(wanted)).raise_for_status()


def requests(served: httpx.Client) -> list[dict[str, Any]]:
    calls = served.get("/control/calls?service=openai").json()["calls"]
    return [call["body"] for call in calls]


def test_the_answer_and_what_it_cost(served: httpx.Client, settings: ModelSettings) -> None:
    prompt: list[PromptMessage] = [
        {"role": "user", "content": "I am Hanako."},
        {"role": "assistant", "content": "Hello, Hanako."},
        {"role": "user", "content": "Who am I?"},
    ]
    said = 'You said "Who am I?". Before that you told me: "I am Hanako.".'
    assert ChatModel(KEY, settings).answer(prompt, "a" * 32) == ModelAnswer(said, 43, len(said))
    assert requests(served) == [
        {
            "model": "gpt-6.1-terra",
            "instructions": "Be kind.",
            "input": prompt,
            "max_output_tokens": 100,
            "safety_identifier": "a" * 32,
            "store": False,
        }
    ]


def test_choices_are_passed_on_only_if_made(served: httpx.Client, settings: ModelSettings) -> None:
    chosen = replace(settings, temperature=0.5, reasoning_effort="low")
    ChatModel(KEY, chosen).answer(HELLO, "a")
    (request,) = requests(served)
    assert (request["temperature"], request["reasoning"]) == (0.5, {"effort": "low"})


@pytest.mark.parametrize(
    ("text", "answer"), [(" \n Hi. \n\n", "Hi."), (" \n ", ""), ("a\ud83d", "a\ufffd")]
)
def test_the_text_is_stripped_and_well_formed(
    served: httpx.Client, settings: ModelSettings, text: str, answer: str
) -> None:
    fault(served, "answer", text=text)
    assert ChatModel(KEY, settings).answer(HELLO, "a").text == answer


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ({"kind": "status", "status": 429}, ModelUnavailableError),
        ({"kind": "status", "status": 408}, ModelUnavailableError),
        ({"kind": "status", "status": 409}, ModelUnavailableError),
        ({"kind": "status", "status": 500}, ModelUnavailableError),
        ({"kind": "status", "status": 503}, ModelUnavailableError),
        ({"kind": "malformed"}, ModelUnavailableError),
        ({"kind": "drop_response"}, ModelUnavailableError),
        ({"kind": "status", "status": 400}, ModelRefusedError),
        ({"kind": "status", "status": 404}, ModelRefusedError),
    ],
)
def test_failures_say_whether_trying_again_can_help(
    served: httpx.Client, settings: ModelSettings, kind: dict[str, Any], error: type[Exception]
) -> None:
    fault(served, **kind)
    with pytest.raises(error):
        ChatModel(KEY, settings).answer(HELLO, "a")
    assert len(requests(served)) == 1  # retries are the queue's


def test_a_key_that_is_not_accepted_is_no_reason_to_try_again(settings: ModelSettings) -> None:
    with pytest.raises(ModelRefusedError):
        ChatModel("sk-wrong", settings).answer(HELLO, "a")


def test_the_deadline_holds(served: httpx.Client, settings: ModelSettings) -> None:
    fault(served, "delay", seconds=1)
    with pytest.raises(ModelTimeoutError):
        ChatModel(KEY, replace(settings, deadline_seconds=0.2)).answer(HELLO, "a")


def test_no_connection_is_worth_another_try(settings: ModelSettings) -> None:
    nowhere = replace(settings, base_url=f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(ModelUnavailableError):
        ChatModel(KEY, nowhere).answer(HELLO, "a")


@pytest.mark.parametrize(
    "body",
    [
        {"status": "failed", "output": []},
        {"output": "none"},
        {},
        [],
        "text",
        {"error": {"code": "insufficient_quota"}},
    ],
)
def test_a_response_of_another_shape_is_no_answer(
    settings: ModelSettings, monkeypatch: pytest.MonkeyPatch, body: Any
) -> None:
    model = ChatModel(KEY, settings)
    answering(model, monkeypatch, 200, body)
    with pytest.raises(ModelUnavailableError):
        model.answer(HELLO, "a")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("server_error", ModelUnavailableError),
        ("rate_limit_exceeded", ModelUnavailableError),
        ("invalid_prompt", ModelRefusedError),
    ],
)
def test_a_failed_response_says_whether_trying_again_can_help(
    settings: ModelSettings, monkeypatch: pytest.MonkeyPatch, code: str, error: type[Exception]
) -> None:
    model = ChatModel(KEY, settings)
    failed = {"status": "failed", "output": [], "error": {"code": code, "message": "No."}}
    answering(model, monkeypatch, 200, failed)
    with pytest.raises(error):
        model.answer(HELLO, "a")


@pytest.mark.parametrize(("text", "answer"), [("Half a sen", "Half a sen …"), ("", "")])
def test_an_answer_that_was_cut_off_shows_it(
    settings: ModelSettings, monkeypatch: pytest.MonkeyPatch, text: str, answer: str
) -> None:
    model = ChatModel(KEY, settings)
    content = [{"type": "output_text", "text": text, "annotations": []}]
    output = [{"type": "message", "role": "assistant", "content": content}]
    answering(model, monkeypatch, 200, {"status": "incomplete", "output": output})
    assert model.answer(HELLO, "a").text == answer


def test_a_server_that_trickles_does_not_outlast_the_deadline(settings: ModelSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=trickle, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        started = time.monotonic()
        with pytest.raises(ModelTimeoutError):
            ChatModel(KEY, replace(settings, base_url=url, deadline_seconds=0.5)).answer(HELLO, "a")
        assert time.monotonic() - started < 1.5


def trickle(listener: socket.socket) -> None:
    """Answer with a byte now and then, for two seconds."""
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")
        for _ in range(10):
            time.sleep(0.2)
            connection.sendall(b" ")


def test_an_exhausted_account_is_not_asked_again(
    settings: ModelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = ChatModel(KEY, settings)
    answering(model, monkeypatch, 429, {"error": {"code": "insufficient_quota", "message": "Pay."}})
    with pytest.raises(ModelRefusedError):
        model.answer(HELLO, "a")


def answering(model: ChatModel, monkeypatch: pytest.MonkeyPatch, status: int, body: Any) -> None:
    """Let the model's server answer with this, whatever it is asked."""
    import httpx2
    import openai

    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, json=body))
    client = openai.OpenAI(
        api_key=KEY, max_retries=0, http_client=httpx2.Client(transport=transport)
    )
    monkeypatch.setattr(model, "_client", client)


def test_the_log_has_the_cost_but_nothing_that_was_said(
    served: httpx.Client,
    settings: ModelSettings,
    log_lines: Callable[[], list[dict[str, Any]]],
) -> None:
    ChatModel(KEY, settings).answer([{"role": "user", "content": "A private matter"}], "a")
    (entry,) = log_lines()
    assert (entry["message"], entry["model"]) == ("Called the model.", "gpt-6.1-terra")
    assert entry["input_tokens"] == len("Be kind.A private matter")
    assert "A private matter" not in str(entry)
