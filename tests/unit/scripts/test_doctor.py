"""The checks of `make doctor`, on the stand-ins and moto."""

import io
import json
from typing import Any

import boto3
import httpx
import pytest
from botocore.response import StreamingBody

from scripts import doctor
from scripts.line import REMEDY_403, SWITCH_ON
from scripts.line_channel import LineChannel
from simulator.state import Simulator
from tests.unit.scripts.conftest import SECRETS, Bot, Deployed
from tests.unit.simulator.harness import MODEL

TABLE = "kaiwa-test-messages"
CHECKS = [
    {"name": "the table answers", "ok": True, "detail": TABLE},
    {"name": "an item can be written", "ok": True, "detail": "probe#1"},
]
REPORT: dict[str, Any] = {"ok": True, "table": TABLE, "checks": CHECKS}
WELL = {
    "secrets": "OK      secrets  All 3 are set.",
    "token": "OK      token    LINE knows it as that of Kaiwa (@216kaiwa).",
    "webhook": "OK      webhook  LINE's webhook was answered with 200. {url}",
    "model": f"OK      model    {MODEL} answers.",
    "table": f"OK      table    {TABLE} works.",
}


class Functions:
    """Lambda with the one function that the doctor runs."""

    def __init__(self) -> None:
        self.result: Any = REPORT
        self.error: str | None = None

    def invoke(self, **request: Any) -> dict[str, Any]:
        assert request == {"FunctionName": "kaiwa-test-check_dynamodb", "Payload": b"{}"}
        payload = json.dumps(self.result).encode()
        response = {"Payload": StreamingBody(io.BytesIO(payload), len(payload))}
        return response | ({"FunctionError": self.error} if self.error else {})


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Functions:
    functions, client = Functions(), boto3.client

    def other_client(service: str, **options: Any) -> Any:
        return functions if service == "lambda" else client(service, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(boto3, "client", other_client)
    return functions


class Doctor:
    """Runs the chore on a deployment that is well, but for what the test changes."""

    def __init__(
        self,
        deployed: Deployed,
        patch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self._deployed = deployed
        self._patch = patch
        self._capsys = capsys

    def finds(self, *more: str) -> tuple[int, list[str]]:
        """The exit status and the lines. No secret is in them."""
        self._patch.setattr("sys.argv", self._deployed.arguments(*more))
        with pytest.raises(SystemExit) as end:
            doctor.main()
        printed = self._capsys.readouterr()
        for secret in SECRETS.values():
            assert secret not in printed.out + printed.err
        assert isinstance(end.value.code, int)
        return end.value.code, printed.out.splitlines()


@pytest.fixture
def patient(
    deployed: Deployed,
    functions: Functions,
    simulator: Simulator,
    bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Doctor:
    simulator.webhook_endpoint = bot.url
    return Doctor(deployed, monkeypatch, capsys)


def well_but(bot: Bot, **unwell: str) -> tuple[int, list[str]]:
    """What is found if only these are NOT OK."""
    lines = {name: line.format(url=bot.url) for name, line in WELL.items()}
    lines |= {name: f"NOT OK  {name:8} {words}" for name, words in unwell.items()}
    return int(bool(unwell)), list(lines.values())


def test_all_is_well(patient: Doctor, bot: Bot) -> None:
    assert patient.finds() == well_but(bot)


def test_a_secret_that_was_never_set_spoils_what_needs_it(
    patient: Doctor, deployed: Deployed, bot: Bot
) -> None:
    for name in ("LINE_CHANNEL_ACCESS_TOKEN", "OPEN_AI_API_KEY"):
        deployed.set_secret(name, "unset")
    token = "LINE_CHANNEL_ACCESS_TOKEN was never set. Run `make secrets`."
    assert patient.finds() == well_but(
        bot,
        secrets=("Never set: LINE_CHANNEL_ACCESS_TOKEN, OPEN_AI_API_KEY. Run `make secrets`."),
        token=token,
        webhook=token,
        model="OPEN_AI_API_KEY was never set. Run `make secrets`.",
    )


def test_a_wrong_access_token(patient: Doctor, deployed: Deployed, bot: Bot) -> None:
    deployed.set_secret("LINE_CHANNEL_ACCESS_TOKEN", "of another channel")
    told = (
        "LINE does not accept the channel access token. Issue one in the LINE Developers console "
        "and run `make secrets`."
    )
    assert patient.finds() == well_but(bot, token=told, webhook=told)


def test_no_webhook(patient: Doctor, simulator: Simulator, bot: Bot) -> None:
    simulator.webhook_endpoint = None
    told = "LINE has no address to post to. Run `make line`."
    assert patient.finds() == well_but(bot, webhook=told)


def test_a_webhook_elsewhere(patient: Doctor, bot: Bot) -> None:
    told = f"LINE posts to {bot.url}, not to https://elsewhere.example. Run `make line`."
    assert patient.finds("--webhook-url", "https://elsewhere.example") == well_but(
        bot, webhook=told
    )


def test_a_webhook_that_is_switched_off(
    patient: Doctor, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LineChannel, "webhook", lambda _: (bot.url, False))
    assert patient.finds() == well_but(bot, webhook=SWITCH_ON)


def test_a_webhook_that_does_not_know_the_signature(patient: Doctor, bot: Bot) -> None:
    bot.status = 403
    assert patient.finds() == well_but(bot, webhook=f"ERROR_STATUS_CODE (403). {REMEDY_403}")


@pytest.mark.parametrize("status", sorted(doctor.MODEL_REMEDIES))
def test_a_model_that_refuses(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot, status: int
) -> None:
    fault = {"service": "openai", "operation": "responses", "kind": "status", "status": status}
    served.post("/control/faults", json=fault).raise_for_status()
    url = deployed.outputs["openai_base_url"]
    told = f"{url} answers {status} for {MODEL}. {doctor.MODEL_REMEDIES[status]}"
    assert patient.finds() == well_but(bot, model=told)


def test_a_model_that_is_out_of_order(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot
) -> None:
    url = deployed.outputs["openai_base_url"]
    fault = {"service": "openai", "operation": "responses"}
    for kind, told in (
        ({"kind": "status", "status": 500}, f"{url} answers 500 for {MODEL}."),
        ({"kind": "drop_response"}, f"{url} gives no answer."),
        ({"kind": "malformed"}, f"{url} gives no answer."),
    ):
        served.post("/control/faults", json=fault | kind).raise_for_status()
        assert patient.finds() == well_but(bot, model=f"{told} {doctor.NO_MODEL}")
    deployed.outputs["openai_base_url"] = nowhere = "http://127.0.0.1:9/v1"
    told = f"{nowhere} gives no answer. {doctor.NO_MODEL}"
    assert patient.finds() == well_but(bot, model=told)


def test_a_table_that_does_not_work(patient: Doctor, functions: Functions, bot: Bot) -> None:
    broken = {"name": "the index finds it", "ok": False, "detail": "no answer"}
    functions.result = REPORT | {"ok": False, "checks": [*CHECKS, broken]}
    told = "Not so: the index finds it (no answer). `make check-dynamodb` says more."
    assert patient.finds() == well_but(bot, table=told)


def test_a_check_that_fails_itself(patient: Doctor, functions: Functions, bot: Bot) -> None:
    functions.result, functions.error = {"errorMessage": "time-out"}, "Unhandled"
    told = "kaiwa-test-check_dynamodb failed. Look at its log, and run `make apply`."
    assert patient.finds() == well_but(bot, table=told)


def test_what_the_credentials_may_not_do(patient: Doctor, deployed: Deployed, bot: Bot) -> None:
    deployed.outputs["base_secret_path"] = "/nothing/here/"
    told = (
        "AWS refused GetParameter: ParameterNotFound. Use credentials that may do it, or run "
        "`make apply`."
    )
    assert patient.finds() == well_but(
        bot, **dict.fromkeys(("secrets", "token", "webhook", "model"), told)
    )
