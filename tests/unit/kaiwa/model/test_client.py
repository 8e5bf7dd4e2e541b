"""How calls of the model fail, against the stand-in of OpenAI and against worse servers."""

import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import Any

import httpx
import pytest

from kaiwa.model.chat import ChatModel
from kaiwa.model.errors import (
    InputRefusedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from kaiwa.model.prompt import PromptMessage
from simulator.processes import free_port
from tests.unit.kaiwa.model.stand import OpenAIStand, canned
from tests.unit.simulator.harness import KEY

HELLO: list[PromptMessage] = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


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
        ({"kind": "status", "status": 400}, InputRefusedError),
        ({"kind": "status", "status": 413}, InputRefusedError),
        ({"kind": "status", "status": 404}, ModelRefusedError),
    ],
)
def test_failures_say_whether_trying_again_can_help(
    stand: OpenAIStand,
    kind: dict[str, Any],
    error: type[Exception],
) -> None:
    stand.fail(**kind)
    with pytest.raises(error) as caught:
        ChatModel(KEY, stand.settings).answer(HELLO, "a")
    assert caught.type is error
    assert len(stand.requests()) == 1  # retries are the queue's


def test_a_key_that_is_not_accepted_is_no_reason_to_try_again(stand: OpenAIStand) -> None:
    with pytest.raises(ModelRefusedError):
        ChatModel("sk-wrong", stand.settings).answer(HELLO, "a")


def test_the_deadline_holds(stand: OpenAIStand) -> None:
    stand.fail("delay", seconds=1)
    with pytest.raises(ModelTimeoutError):
        ChatModel(KEY, replace(stand.settings, deadline_seconds=0.2)).answer(HELLO, "a")


def test_no_connection_is_worth_another_try(stand: OpenAIStand) -> None:
    nowhere = replace(stand.settings, base_url=f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(ModelUnavailableError):
        ChatModel(KEY, nowhere).answer(HELLO, "a")


def test_an_exhausted_account_is_not_asked_again(stand: OpenAIStand) -> None:
    body = {"error": {"code": "insufficient_quota", "message": "Pay."}}
    with canned(body, status=429) as url, pytest.raises(ModelRefusedError):
        ChatModel(KEY, replace(stand.settings, base_url=url)).answer(HELLO, "a")


def test_a_server_that_trickles_does_not_outlast_the_deadline(stand: OpenAIStand) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=trickle, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        started = time.monotonic()
        with pytest.raises(ModelTimeoutError):
            ChatModel(KEY, replace(stand.settings, base_url=url, deadline_seconds=0.5)).answer(
                HELLO, "a"
            )
        assert time.monotonic() - started < 1.5


def trickle(listener: socket.socket) -> None:
    """Answer with a byte now and then, for two seconds."""
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")
        for _ in range(10):
            time.sleep(0.2)
            connection.sendall(b" ")


def test_the_sdk_is_loaded_with_the_first_call_only() -> None:
    names = ("answer", "chat", "client", "errors", "moderator", "prompt", "sources", "transcriber")
    imports = "; ".join(f"import kaiwa.model.{name}" for name in names)
    code = f"import sys; sys.path[:0] = ['layers/kaiwa']; {imports}; print('openai' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
