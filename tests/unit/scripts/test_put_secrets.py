"""Writing secrets, on moto's Parameter Store."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from scripts import put_secrets
from scripts.put_secrets import choose, put

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

PATH = "/kaiwa/test/"
NAMES = ["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY"]


@pytest.fixture
def ssm(aws: None) -> "SSMClient":
    """A Parameter Store with the secrets as Terraform creates them."""
    client = boto3.client("ssm", region_name="ap-northeast-1")
    for name in NAMES:
        client.put_parameter(Name=PATH + name, Value="unset", Type="SecureString")
    return client


def present(ssm: "SSMClient") -> dict[str, str]:
    parameters = ssm.get_parameters(Names=[PATH + name for name in NAMES], WithDecryption=True)
    return {item["Name"].removeprefix(PATH): item["Value"] for item in parameters["Parameters"]}


def typing_in(answer: str) -> Callable[[str], str]:
    return lambda prompt: answer


def test_values_from_the_environment_are_written_and_never_printed(
    ssm: "SSMClient",
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    outputs = {"base_secret_path": PATH, "secret_names": NAMES, "region": "ap-northeast-1"}
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))
    for name in NAMES:
        monkeypatch.setenv(name, f" value of {name}\n")
    monkeypatch.setattr("sys.argv", ["", str(file)])
    put_secrets.main()
    assert present(ssm) == {name: f"value of {name}" for name in NAMES}
    assert capsys.readouterr() == ("".join(f"Wrote {PATH}{name}.\n" for name in NAMES), "")


def test_without_a_deployment_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "outputs.json"
    file.write_text("{}")
    monkeypatch.setattr("sys.argv", ["", str(file)])
    with pytest.raises(SystemExit, match="Run `make apply`"):
        put_secrets.main()


def test_the_environment_goes_before_the_prompt() -> None:
    assert choose("KEY", {"KEY": "from the environment"}, typing_in("typed")) == (
        "from the environment"
    )
    assert choose("KEY", {}, typing_in("typed")) == "typed"


def test_enter_keeps_the_present_value() -> None:
    assert choose("KEY", {}, typing_in("")) is None


@pytest.mark.parametrize("value", ["", " ", "unset", "unset\n"])
def test_empty_and_unset_are_refused(value: str) -> None:
    with pytest.raises(SystemExit, match="KEY must not be empty or 'unset'"):
        choose("KEY", {"KEY": value}, None)


def test_without_a_terminal_it_says_what_to_do() -> None:
    with pytest.raises(SystemExit, match=r"no terminal to ask for KEY on\. Set it in the env"):
        choose("KEY", {}, None)


def test_what_is_kept_is_left_alone(ssm: "SSMClient", capsys: pytest.CaptureFixture[str]) -> None:
    put(ssm, PATH, dict.fromkeys(NAMES, "old"))
    put(ssm, PATH, {NAMES[0]: "new", NAMES[1]: None, NAMES[2]: None})
    assert present(ssm) == {NAMES[0]: "new", NAMES[1]: "old", NAMES[2]: "old"}
    assert capsys.readouterr().out.splitlines()[-3:] == [
        f"Wrote {PATH}{NAMES[0]}.",
        f"Kept {PATH}{NAMES[1]}.",
        f"Kept {PATH}{NAMES[2]}.",
    ]


def test_keeping_what_was_never_set_fails(ssm: "SSMClient") -> None:
    with pytest.raises(SystemExit, match="Never set, so the functions refuse it: OPEN_AI_API_KEY"):
        put(ssm, PATH, {NAMES[0]: "new", NAMES[1]: "new", NAMES[2]: None})
