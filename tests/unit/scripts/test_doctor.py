"""The checks of `make doctor`, on the stand-ins and moto."""

import io
import json
from typing import Any

import boto3
import httpx
import pytest
from botocore.response import StreamingBody

from scripts import doctor
from scripts.line_channel import REMEDY_403, SWITCH_ON, LineChannel
from scripts.model_service import NO_MODEL, REMEDIES
from simulator.state import Simulator
from tests.unit.scripts.conftest import SECRETS, Bot, Deployed
from tests.unit.simulator.harness import KEY, MODEL

TABLE = "kaiwa-test-messages"
CHECKS = [
    {"name": "the table answers", "ok": True, "detail": TABLE},
    {"name": "an item can be written", "ok": True, "detail": "probe#1"},
]
REPORT: dict[str, Any] = {"ok": True, "table": TABLE, "checks": CHECKS}
WELL = {
    "secrets": "OK      secrets       All 3 are set.",
    "token": (
        "OK      token         LINE knows it as that of Kaiwa (@216kaiwa)."
        " 0 of 200 pushes of this month are used."
    ),
    "webhook": "OK      webhook       LINE's webhook was answered with 200. {url}",
    "model": f"OK      model         {MODEL} answers.",
    "transcription": "OK      transcription gpt-transcribe writes recordings down.",
    "table": f"OK      table         {TABLE} works.",
}


class Functions:
    """Lambda with the one function that the doctor runs."""

    def __init__(self) -> None:
        self.result: Any = REPORT
        self.error: str | None = None

    def invoke(self, **request: Any) -> dict[str, Any]:
        assert request == {
            "FunctionName": "arn:of:check-dynamodb:live",
            "Payload": b"{}",
        }
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
    lines |= {name: f"NOT OK  {name:13} {words}" for name, words in unwell.items()}
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
        transcription="OPEN_AI_API_KEY was never set. Run `make secrets`.",
    )


def test_a_wrong_access_token(patient: Doctor, deployed: Deployed, bot: Bot) -> None:
    deployed.set_secret("LINE_CHANNEL_ACCESS_TOKEN", "of another channel")
    told = (
        "LINE does not accept the channel access token. Issue one in the LINE Developers console "
        "and run `make secrets`."
    )
    assert patient.finds() == well_but(bot, token=told, webhook=told)


@pytest.mark.parametrize(
    ("used", "most", "ok", "said"),
    [
        (199, 200, True, "199 of 200 pushes of this month are used."),
        (31000, None, True, "31000 pushes this month, without a limit."),
        (200, 200, False, f"All 200 pushes of this month are used. {doctor.LARGER_PLAN}"),
        (230, 200, False, f"All 200 pushes of this month are used. {doctor.LARGER_PLAN}"),
    ],
)
def test_the_pushes_of_the_month(  # noqa: PLR0913  # four of them are the table's
    patient: Doctor,
    bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    *,
    used: int,
    most: int | None,
    ok: bool,
    said: str,
) -> None:
    monkeypatch.setattr(LineChannel, "pushes", lambda _: (used, most))
    status, lines = patient.finds()
    line = f"{'OK' if ok else 'NOT OK':7} token         LINE knows it as that of Kaiwa (@216kaiwa)."
    assert (status, lines[1]) == (int(not ok), f"{line} {said}")


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


def last_request(served: httpx.Client, operation: str) -> Any:
    """The body of the last call."""
    calls = served.get("/control/calls").json()["calls"]
    return [call["body"] for call in calls if call["operation"] == operation][-1]


def test_the_model_is_asked_with_the_deployments_options(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot
) -> None:
    request = {
        "model": MODEL,
        "instructions": "Be kind.",
        "input": "Say OK.",
        "max_output_tokens": 16,
        "safety_identifier": "make doctor",
        "store": False,
    }
    assert patient.finds() == well_but(bot)
    assert last_request(served, "responses") == request
    deployed.outputs |= {
        "openai_temperature": 0.5,
        "openai_reasoning_effort": "low",
        "openai_tools": [{"type": "web_search"}],
    }
    assert patient.finds() == well_but(bot)
    assert last_request(served, "responses") == request | {
        "temperature": 0.5,
        "reasoning": {"effort": "low"},
        "tools": [{"type": "web_search"}],
    }


SHOP = {"type": "mcp", "server_label": "shop", "server_url": "https://shop.example.com/mcp"}


def test_the_servers_of_tools_are_reached_as_they_would_be(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot
) -> None:
    deployed.outputs["openai_tools"] = [SHOP | {"authorization_secret": "OPEN_AI_API_KEY"}]
    assert patient.finds() == well_but(bot)
    assert last_request(served, "responses")["tools"] == [SHOP | {"authorization": KEY}]
    break_model(served, "responses", kind="status", status=424)
    remedy = REMEDIES[424]
    told = f"{deployed.outputs['openai_base_url']} answers 424 for {MODEL}. {remedy}"
    assert patient.finds() == well_but(bot, model=told)


def test_an_option_that_the_model_does_not_take_is_named(
    patient: Doctor, deployed: Deployed, bot: Bot
) -> None:
    deployed.outputs["openai_temperature"] = 3
    remedy = REMEDIES[400].format(variable="openai_temperature")
    told = f"{deployed.outputs['openai_base_url']} answers 400 for {MODEL}. {remedy}"
    assert patient.finds() == well_but(bot, model=told)


def test_a_moderation_model_is_asked_if_there_is_one(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot
) -> None:
    deployed.outputs["moderation_model"] = "omni-moderation-latest"
    status, lines = patient.finds()
    assert status == 0
    assert lines[4] == "OK      moderation    omni-moderation-latest judges what is said."
    assert last_request(served, "moderations") == {"model": "omni-moderation-latest", "input": "OK"}
    break_model(served, "moderations", kind="status", status=404)
    remedy = REMEDIES[404].format(variable="moderation_model")
    url = deployed.outputs["openai_base_url"]
    told = f"{url} answers 404 for omni-moderation-latest. {remedy}"
    assert patient.finds()[1][4] == f"NOT OK  moderation    {told}"
    break_model(served, "moderations", kind="malformed")
    assert patient.finds()[1][4].startswith(f"NOT OK  moderation    {url} gives no answer")


def test_a_transcription_model_that_is_none(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot
) -> None:
    break_model(served, "transcriptions", kind="status", status=404)
    remedy = REMEDIES[404].format(variable="transcription_model")
    told = f"{deployed.outputs['openai_base_url']} answers 404 for gpt-transcribe. {remedy}"
    assert patient.finds() == well_but(bot, transcription=told)


def test_a_deployment_without_these_outputs_is_an_older_one(
    patient: Doctor, deployed: Deployed
) -> None:
    del deployed.outputs["transcription_model"]
    status, lines = patient.finds()
    assert (status, [line.split()[1] for line in lines]) == (
        0,
        ["secrets", "token", "webhook", "model", "table"],
    )


def break_model(served: httpx.Client, operation: str, **fault: Any) -> None:
    """Spoil the next call."""
    told = {"service": "openai", "operation": operation, **fault}
    served.post("/control/faults", json=told).raise_for_status()


@pytest.mark.parametrize("status", sorted(REMEDIES))
def test_a_model_that_refuses(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot, status: int
) -> None:
    break_model(served, "responses", kind="status", status=status)
    url = deployed.outputs["openai_base_url"]
    remedy = REMEDIES[status].format(variable="openai_model")
    told = f"{url} answers {status} for {MODEL}. {remedy}"
    assert patient.finds() == well_but(bot, model=told)


def test_a_model_that_is_out_of_order(
    patient: Doctor, deployed: Deployed, served: httpx.Client, bot: Bot
) -> None:
    url = deployed.outputs["openai_base_url"]
    faults: list[tuple[dict[str, Any], str]] = [
        ({"kind": "status", "status": 500}, f"{url} answers 500 for {MODEL}."),
        ({"kind": "drop_response"}, f"{url} gives no answer."),
        ({"kind": "malformed"}, f"{url} gives no answer."),
    ]
    for fault, told in faults:
        break_model(served, "responses", **fault)
        assert patient.finds() == well_but(bot, model=f"{told} {NO_MODEL}")
    deployed.outputs["openai_base_url"] = nowhere = "http://127.0.0.1:9/v1"
    told = f"{nowhere} gives no answer. {NO_MODEL}"
    assert patient.finds() == well_but(bot, model=told, transcription=told)


def test_a_table_that_does_not_work(patient: Doctor, functions: Functions, bot: Bot) -> None:
    broken = {"name": "the index finds it", "ok": False, "detail": "no answer"}
    functions.result = REPORT | {"ok": False, "checks": [*CHECKS, broken]}
    told = "Not so: the index finds it (no answer). `make check-dynamodb` says more."
    assert patient.finds() == well_but(bot, table=told)


def test_a_check_that_fails_itself(patient: Doctor, functions: Functions, bot: Bot) -> None:
    functions.result, functions.error = {"errorMessage": "time-out"}, "Unhandled"
    told = "check_dynamodb failed. Look at its log, and run `make apply`."
    assert patient.finds() == well_but(bot, table=told)


def test_what_the_credentials_may_not_do(patient: Doctor, deployed: Deployed, bot: Bot) -> None:
    deployed.outputs["base_secret_path"] = "/nothing/here/"
    told = (
        "AWS refused GetParameter: ParameterNotFound. Use credentials that may do it, or run "
        "`make apply`."
    )
    assert patient.finds() == well_but(
        bot, **dict.fromkeys(("secrets", "token", "webhook", "model", "transcription"), told)
    )
