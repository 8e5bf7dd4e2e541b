"""Calls of AWS without a client, held to what botocore's clients send and how they fail."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

import kaiwa.aws
from kaiwa.aws import Service
from tests.emitted import Emitted

SERVICE = "line_webhook"
NOBODY = "http://127.0.0.1:9"
SQS = Service("sqs", "AmazonSQS", "1.0", timeouts=(0.5, 0.5), attempts=3)
URL = "https://sqs.example/events.fifo"
SENT = {"MessageId": "1", "MD5OfMessageBody": "5eb63bbbe01eeed093cb22bb8f5acdc3"}

type Answer = tuple[int, Any]
type Metrics = Callable[[], list[Emitted]]


class Recorded(HTTPServer):
    """The headers and the body of each request, answered in turn; None stands for no answer."""

    def __init__(self, answers: list[Answer | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.requests = answers, list[tuple[dict[str, str], Any]]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Recorded

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((dict(self.headers), body))
        if answer := self.server.answers.pop(0):
            status, said = answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch, *answers: Answer | None) -> Iterator[Recorded]:
    """An AWS that gives these answers."""
    with Recorded(list(answers)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kaiwa.aws, "LONGEST_PAUSE_SECONDS", 0)
    kaiwa.aws._http.cache_clear()


def send() -> dict[str, Any]:
    return SQS.call("SendMessage", QueueUrl=URL, MessageBody="hello world")


def test_a_request_is_what_a_client_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a token")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "line_webhook")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988;Parent=53;Sampled=1")
    with recorded(monkeypatch, (200, SENT), (200, SENT)) as server:
        assert send() == SENT
        boto3.Session().client("sqs").send_message(QueueUrl=URL, MessageBody="hello world")
    (ours, body), (theirs, expected) = server.requests
    assert body == expected
    for name in ("Content-Type", "X-Amz-Target", "X-Amz-Security-Token", "X-Amzn-Trace-Id"):
        assert ours[name] == theirs[name]
    credential = "AWS4-HMAC-SHA256 Credential=testing/"
    assert ours["Authorization"].startswith(credential)
    assert "/ap-northeast-1/sqs/aws4_request, SignedHeaders=" in ours["Authorization"]


@pytest.mark.parametrize(
    "passing",
    [
        None,
        (500, {"__type": "InternalFailure"}),
        (503, "no JSON object"),
        (400, {"__type": "com.amazonaws.sqs#RequestThrottled"}),
        (400, {"__type": "com.amazonaws.sqs#ThrottlingException"}),
    ],
)
def test_what_passes_is_tried_again_and_no_fault(
    monkeypatch: pytest.MonkeyPatch, emitted: Metrics, passing: Answer | None
) -> None:
    with recorded(monkeypatch, passing, passing, (200, SENT)) as server:
        assert send() == SENT
    assert (len(server.requests), emitted()) == (3, [])


@pytest.mark.parametrize(
    ("answers", "code", "kind"),
    [
        (
            [(400, {"__type": "com.amazonaws.sqs#QueueDoesNotExist"})],
            "QueueDoesNotExist",
            "refused",
        ),
        ([(403, {"__type": "AccessDeniedException", "message": "no"})], "AccessDenied", "refused"),
        ([(404, "no JSON object")], "404", "refused"),
        ([(500, {"__type": "InternalFailure"})] * 3, "InternalFailure", "unavailable"),
        ([(400, {"__type": "ThrottlingException"})] * 3, "ThrottlingException", "throttled"),
    ],
)
def test_what_does_not_pass_is_an_error_and_one_fault(
    monkeypatch: pytest.MonkeyPatch, emitted: Metrics, answers: list[Answer], code: str, kind: str
) -> None:
    with (
        recorded(monkeypatch, *answers) as server,
        pytest.raises(ClientError, match=rf"\({code}.* SendMessage operation"),
    ):
        send()
    assert len(server.requests) == len(answers)
    assert [str(each) for each in emitted()] == [
        f"Faults{{boundary=sqs, kind={kind}, service=line_webhook}}"
    ]


def test_an_answer_that_cannot_be_read_is_an_error_of_botocores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with recorded(monkeypatch, (200, "no JSON object")), pytest.raises(ResponseParserError):
        send()


def test_no_answer_is_an_error_of_botocores_and_one_fault(
    monkeypatch: pytest.MonkeyPatch, emitted: Metrics
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", NOBODY)
    with pytest.raises(BotoCoreError):
        send()
    assert [str(each) for each in emitted()] == [
        "Faults{boundary=sqs, kind=no answer, service=line_webhook}"
    ]


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "https://sqs.ap-northeast-1.amazonaws.com/"),
        ({"AWS_REGION": "eu-central-1"}, "https://sqs.eu-central-1.amazonaws.com/"),
        ({"AWS_REGION": "cn-north-1"}, "https://sqs.cn-north-1.amazonaws.com.cn/"),
        (
            {"AWS_REGION": "us-east-1", "AWS_USE_FIPS_ENDPOINT": "true"},
            "https://sqs-fips.us-east-1.amazonaws.com/",
        ),
        ({"AWS_USE_DUALSTACK_ENDPOINT": "true"}, "https://sqs.ap-northeast-1.api.aws/"),
        ({"AWS_ENDPOINT_URL": "http://localhost:4566"}, "http://localhost:4566/"),
        (
            {"AWS_ENDPOINT_URL": "http://localhost:4566", "AWS_ENDPOINT_URL_SQS": "http://sqs/"},
            "http://sqs/",
        ),
    ],
)
def test_a_service_is_where_a_client_finds_it(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], url: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    kaiwa.aws._aws_url.cache_clear()
    assert kaiwa.aws._url("sqs", kaiwa.aws._region()) == url
    region = settings.get("AWS_REGION", "ap-northeast-1")
    theirs = boto3.Session(region_name=region).client("sqs").meta.endpoint_url
    assert theirs.rstrip("/") == url.rstrip("/")


def test_it_goes_through_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with recorded(monkeypatch, (200, SENT)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://sqs.nowhere.example")
        assert send() == SENT
    ((headers, _),) = proxy.requests
    assert headers["Host"] == "sqs.nowhere.example"


def test_a_start_from_a_snapshot_fetches_its_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a word")
    kaiwa.aws._session.cache_clear()
    fetched = {
        "AccessKeyId": "fetched",
        "SecretAccessKey": "a secret",
        "Token": "a token",
        "Expiration": "2099-01-01T00:00:00Z",
    }
    with recorded(monkeypatch, (200, SENT)) as server, keys_at(fetched) as url:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)
        assert send() == SENT
    ((headers, _),) = server.requests
    assert headers["X-Amz-Security-Token"] == "a token"
    assert "Credential=fetched/" in headers["Authorization"]
    kaiwa.aws._session.cache_clear()


@contextmanager
def keys_at(fetched: dict[str, str]) -> Iterator[str]:
    """Where Lambda tells a restored function its keys."""

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["Authorization"] == "a word"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(fetched).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Keys) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/keys"
        finally:
            server.shutdown()
            thread.join()
