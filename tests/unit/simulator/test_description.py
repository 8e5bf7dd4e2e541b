"""stack.json."""

import json
import stat
from pathlib import Path

import pytest

from simulator.addresses import callback_url, plugin_callback_url
from simulator.description import describe, state_bucket, write
from simulator.processes import StackError


def test_a_stack_is_described(tmp_path: Path) -> None:
    api_url = "http://localhost:8601"
    outputs = {"api_url": api_url, "webhook_url": f"{api_url}/v1/line/bot/message/reply"}
    described = {name: {"value": value, "sensitive": False} for name, value in outputs.items()}
    (tmp_path / "outputs.json").write_text(json.dumps(described))
    (tmp_path / "backend.hcl").write_text('bucket         = "the-bucket"\nregion = "x"\n')
    description = describe(
        tmp_path,
        aws_url="http://127.0.0.1:4566",
        region="ap-northeast-1",
        stand_ins_url="http://127.0.0.1:8600",
        channel_secret="secret",
        person=("hanako@example.com", "a password"),
    )
    assert description == {
        "webhook_url": f"{api_url}/v1/line/bot/message/reply",
        "webhook_headers": {},
        "api_url": api_url,
        "channel_secret": "secret",
        "simulator_url": "http://127.0.0.1:8600",
        "aws_endpoint_url": "http://127.0.0.1:4566",
        "region": "ap-northeast-1",
        "state_bucket": "the-bucket",
        "person": {"email": "hanako@example.com", "password": "a password"},
        "terraform_outputs": outputs,
    }


def test_a_backend_without_a_bucket_is_an_error() -> None:
    with pytest.raises(StackError, match="no bucket"):
        state_bucket('region = "x"\n')


def test_the_description_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "stack.json"
    path.write_text("of the stack before")
    write(path, {"region": "東京"})
    assert json.loads(path.read_text()) == {"region": "東京"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["stack.json"]


def test_cognito_sends_people_back_to_localhost() -> None:
    assert callback_url(8600) == "http://localhost:8600/chatgpt/callback"
    assert plugin_callback_url(8600) == "http://localhost:8600/chatgpt/plugin/callback"
