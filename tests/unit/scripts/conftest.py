"""What the operator's chores stand on: a deployment's outputs, its secrets, LINE and the bot."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import httpx
import pytest

from kaiwa.table.messages import MessageTable
from scripts import dead_letter_queue
from simulator.state import Simulator
from tests.unit.scripts.personal import Estate, new_estate
from tests.unit.simulator.harness import KEY, MODEL, SECRET, TOKEN

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

REGION = "ap-northeast-1"
PATH = "/kaiwa/test/"
SECRETS = {
    "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
    "LINE_CHANNEL_SECRET": SECRET,
    "OPEN_AI_API_KEY": KEY,
}


@dataclass
class Deployed:
    """Terraform's outputs, changed by the test as it likes, and the Parameter Store."""

    file: Path
    ssm: "SSMClient"
    outputs: dict[str, Any] = field(default_factory=dict)

    def arguments(self, *more: str) -> list[str]:
        """The command line of a chore."""
        outputs = {name: {"value": value} for name, value in self.outputs.items()}
        self.file.write_text(json.dumps(outputs))
        return ["", str(self.file), *more]

    def set_secret(self, name: str, value: str) -> None:
        self.ssm.put_parameter(Name=PATH + name, Value=value, Type="SecureString", Overwrite=True)


@dataclass
class Bot:
    """The other end of the webhook: answers every POST with `status`."""

    url: str
    status: int = 200


@pytest.fixture
def bot() -> Iterator[Bot]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(listening.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening = Bot(f"http://127.0.0.1:{server.server_port}/webhook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield listening
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def deployed(
    aws: None, served: httpx.Client, simulator: Simulator, server_url: str, bot: Bot, tmp_path: Path
) -> Deployed:
    """A deployment whose LINE and model are the stand-ins, with all secrets set."""
    simulator.webhook_endpoint = None
    deployed = Deployed(tmp_path / "outputs.json", boto3.client("ssm", region_name=REGION))
    for name, value in SECRETS.items():
        deployed.set_secret(name, value)
    deployed.ssm.put_parameter(Name=f"{PATH}OPENAI_INSTRUCTIONS", Value="Be kind.", Type="String")
    deployed.outputs = {
        "base_secret_path": PATH,
        "function_arns": {"check_dynamodb": "arn:of:check-dynamodb:live"},
        "line_api_base_url": server_url,
        "line_data_base_url": server_url,
        "openai_base_url": f"{server_url}/v1",
        "openai_model": MODEL,
        "region": REGION,
        "secret_names": list(SECRETS),
        "table_name": "kaiwa-test-messages",
        "transcription_model": "gpt-transcribe",
        "offers_linking": True,
        "webhook_url": bot.url,
    }
    return deployed


@pytest.fixture
def estate(
    messages: MessageTable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Estate:
    """A deployment in which nobody has left anything yet."""
    monkeypatch.setattr(dead_letter_queue, "WAIT_SECONDS", 0)

    def call(chore: Any, arguments: list[str]) -> str:
        monkeypatch.setattr("sys.argv", ["", *arguments])
        capsys.readouterr()  # of a run before that ended with an error
        chore.main()
        return capsys.readouterr().out

    return new_estate(messages, tmp_path / "outputs.json", call)
