"""Import every module of ours, and make every call of AWS, LINE and OpenAI that a function makes.

Run from the built zips: nothing was pruned that one of them needs. The paths of the functions'
own packages come as PACKAGES. One server plays all of the outside; it only has to be asked.
"""

import importlib
import json
import logging
import os
import pkgutil
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWERS: dict[str, Any] = {
    "/v1/responses": {"id": "1", "object": "response", "status": "completed", "model": "m"}
    | {"output": [], "created_at": 1, "parallel_tool_calls": True, "tool_choice": "auto"}
    | {"tools": []},
    "/v1/moderations": {"id": "1", "model": "m", "results": [{"flagged": False}]},
    "/v1/audio/transcriptions": {"text": "hello"},
    "/v2/bot/message": {"sentMessages": [{"id": "1"}]},
    "AmazonSSM.GetParameter": {"Parameter": {"Value": "a secret"}},
    "DynamoDB_20120810.BatchGetItem": {"Responses": {"messages": []}, "UnprocessedKeys": {}},
    "DynamoDB_20120810.UpdateItem": {"Attributes": {"id": {"S": "conversation#U1"}}},
    "DynamoDB_20120810.Query": {"Items": [], "Count": 0, "ScannedCount": 0},
}
asked: set[str] = set()


class Outside(BaseHTTPRequestHandler):
    """Answers whatever it is asked with what it has, or with an empty object."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = "/exports" if self.path.startswith("/exports") else self.path.partition("?")[0]
        what = self.headers.get("X-Amz-Target") or f"{self.command} {path}"
        asked.add(what)
        body = json.dumps(next((ANSWERS[each] for each in ANSWERS if each in what), {})).encode()
        if path == "/exports":
            body = b"<ListBucketResult><Contents><Key>1</Key></Contents></ListBucketResult>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def environment(url: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "a key",
        "AWS_SECRET_ACCESS_KEY": "a secret",
        "AWS_REGION": "ap-northeast-1",
        "AWS_DEFAULT_REGION": "ap-northeast-1",
        "AWS_ENDPOINT_URL": url,
        "BASE_SECRET_PATH": "/kaiwa/",
        "EXPORT_BUCKET": "exports",
        "LINE_API_BASE_URL": url,
        "LINE_DATA_BASE_URL": url,
        "LISTENING_HOURS": "24",
        "MESSAGE_RETENTION_DAYS": "90",
        "POWERTOOLS_METRICS_NAMESPACE": "",
        "QUEUE_URL": f"{url}/events.fifo",
        "SECRET_CACHE_SECONDS": "60",
        "SIGN_IN_URL": url,
        "SUMMARY_QUEUE_URL": f"{url}/summaries.fifo",
        "TABLE_NAME": "messages",
        "TIMEZONE": "Asia/Tokyo",
    }


def import_all() -> None:
    for package in os.environ["PACKAGES"].split():
        for module in pkgutil.walk_packages(
            importlib.import_module(package).__path__, f"{package}."
        ):
            importlib.import_module(module.name)


def call_aws() -> None:
    from pynamodb.connection import Connection
    from pynamodb.transactions import TransactWrite

    from kaiwa.gateways import gateways
    from kaiwa.queued_event import QueuedEvent
    from kaiwa.table.items import Message

    known, now = gateways(), datetime.now(UTC)
    assert known.parameters.read("LINE_CHANNEL_SECRET") == "a secret"
    known.events.send(QueuedEvent("U1", "1", {}))
    known.events.show_again("1", 0)
    known.sent_bubbles.contains("1")
    known.sent_bubbles.record(["1"], now)
    known.conversations.set_language("U1", "ja")
    with suppress(Message.DoesNotExist):
        Message.get("1")
    list(Message.batch_get(["1"]))
    list(Message.by_line_user_id.query("U1"))
    Message("1").delete()
    with TransactWrite(connection=Connection()) as write:
        write.delete(Message("1"))
    address = known.exports.put("U1", "1.csv", "text/csv", b"1")
    assert "X-Amz-Signature" in address
    known.exports.delete_all("U1")


def call_line() -> None:
    from kaiwa.gateways import gateways
    from kaiwa.line.choices import Choice

    line = gateways().line("default")
    choices = [Choice("1", says="1"), Choice("2", command="2"), Choice("3", opens="https://x.y")]
    assert line.reply("token", ["Hello"], choices=choices, quote_token="quote") == ["1"]
    assert line.push("U1", ["Hello"], "123e4567-e89b-12d3-a456-426614174000") == ["1"]
    line.show_loading("U1")


def call_openai(url: str) -> None:
    from openai import OpenAI

    sdk = OpenAI(api_key="sk-a-key", base_url=f"{url}/v1", max_retries=0)
    assert sdk.responses.create(model="m", input="Hello").output_text == ""
    assert not sdk.moderations.create(model="m", input="Hello").results[0].flagged
    assert sdk.audio.transcriptions.create(model="m", file=("1.m4a", b"1")).text == "hello"


logging.disable()
server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
os.environ.update(environment(address))
import_all()
call_aws()
call_line()
call_openai(address)
sys.stdout.write("\n".join(sorted(asked)))
