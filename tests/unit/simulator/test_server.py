"""The process, and the official SDK of LINE against it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob
from linebot.v3.messaging.exceptions import ApiException
from linebot.v3.messaging.models.mark_messages_as_read_by_token_request import (
    MarkMessagesAsReadByTokenRequest,
)
from linebot.v3.messaging.models.push_message_request import PushMessageRequest
from linebot.v3.messaging.models.set_webhook_endpoint_request import SetWebhookEndpointRequest
from linebot.v3.messaging.models.show_loading_animation_request import ShowLoadingAnimationRequest
from linebot.v3.messaging.models.text_message import TextMessage

from simulator.server import main
from tests.unit.simulator.harness import ALICE, TOKEN

ROOT = Path(__file__).parents[3]
CREDENTIALS = {
    "LINE_CHANNEL_ACCESS_TOKEN": "a",
    "LINE_CHANNEL_SECRET": "b",
    "OPEN_AI_API_KEY": "c",
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def started(port: int, **environment: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "simulator.server", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--webhook-url", "http://127.0.0.1:1/"],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            yield server
        finally:
            server.kill()  # if it has not ended, nobody would end it


def refusal(patch: pytest.MonkeyPatch, port: int, **environment: str) -> object:
    """The sentence that the process ends with, and fails, where it does not come to serve."""
    patch.setattr("sys.argv", ["simulator.server", "--port", str(port)])
    for name, value in environment.items():
        patch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_the_process_serves_quietly_until_it_is_told_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = free_port()
    with started(port, **CREDENTIALS) as server, httpx.Client(trust_env=False) as client:
        url = f"http://127.0.0.1:{port}/control"
        deadline = time.monotonic() + 60
        while True:
            try:
                assert client.get(f"{url}/health").json() == {"status": "ok"}
                break
            except httpx.ConnectError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        answer = client.post(f"{url}/webhooks", json={"events": []}).json()
        said = refusal(monkeypatch, port, **CREDENTIALS)
        server.send_signal(signal.SIGTERM)
        output = server.communicate(timeout=10)[0]
    assert answer["reason"] == "COULD_NOT_CONNECT"
    assert output == ""
    sentence = f"Port {port} of 127.0.0.1 cannot be used (Address already in use): choose another."
    assert said == sentence


def test_the_process_wants_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, free_port(), **CREDENTIALS | {"OPEN_AI_API_KEY": ""})
    names = "LINE_CHANNEL_ACCESS_TOKEN, LINE_CHANNEL_SECRET, OPEN_AI_API_KEY"
    assert said == f"Set {names} in the environment."


@pytest.fixture
def sdk(served: httpx.Client) -> MessagingApi:
    configuration = Configuration(host=str(served.base_url), access_token=TOKEN)
    return MessagingApi(ApiClient(configuration))


def test_lines_sdk_reads_the_answers(sdk: MessagingApi) -> None:
    push = PushMessageRequest(to=ALICE, messages=[TextMessage(text="hello")])
    key = "123e4567-e89b-12d3-a456-426614174000"
    sent = sdk.push_message(push, x_line_retry_key=key).sent_messages
    assert [type(each.id) for each in sent] == [str]
    with pytest.raises(ApiException) as conflict:
        sdk.push_message(push, x_line_retry_key=key)
    assert conflict.value.status == 409
    assert conflict.value.headers["x-line-accepted-request-id"]
    loading = ShowLoadingAnimationRequest(chatId=ALICE, loadingSeconds=20)
    assert sdk.show_loading_animation_with_http_info(loading).status_code == 202
    sdk.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="http://127.0.0.1:1/"))
    assert sdk.get_webhook_endpoint().endpoint == "http://127.0.0.1:1/"
    assert sdk.test_webhook_endpoint().reason == "COULD_NOT_CONNECT"
    with pytest.raises(ApiException) as unknown:
        sdk.get_profile("U" + "0" * 32)
    assert unknown.value.status == 404


def test_lines_sdk_reads_what_users_sent(sdk: MessagingApi, served: httpx.Client) -> None:
    source = {"userId": "alice", "groupId": "friends"}
    event = {"type": "message", "source": source, "message": {"type": "image"}}
    served.put(
        "/v2/bot/channel/webhook/endpoint",
        json={"endpoint": "http://127.0.0.1:1/"},
        headers={"authorization": f"Bearer {TOKEN}"},
    )
    (sent,) = served.post("/control/webhooks", json={"events": [event]}).json()["events"]
    read = MarkMessagesAsReadByTokenRequest(markAsReadToken=sent["message"]["markAsReadToken"])
    sdk.mark_messages_as_read_by_token(read)
    group = sent["source"]["groupId"]
    assert served.get(f"/control/chats/{group}").json()["messages"][0]["read"]
    assert sdk.get_group_member_profile(group, ALICE).display_name == "alice"
    served.post("/control/users", json={"user": "alice", "language": "en"})
    assert sdk.get_profile(ALICE).language == "en"
    blob = MessagingApiBlob(sdk.api_client)
    assert bytes(blob.get_message_content(sent["message"]["id"])).startswith(b"\x89PNG")
