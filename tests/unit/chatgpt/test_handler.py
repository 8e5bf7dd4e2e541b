"""What is the same for all routes: bodies, unexpected errors, and what a cold start loads."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatgpt import handler
from kaiwa.exports import Exports
from tests.api_gateway import CONTEXT, http_request
from tests.builders import at
from tests.unit.chatgpt.harness import (
    World,
    answer_to,
    ask,
    base64_request,
    message,
    problem,
    response,
    store,
    wrong_fields,
)

ROOT = Path(__file__).parents[3]
POSTS = ["/link", "/conversation/exports", "/conversation/messages"]
NO_OBJECT = wrong_fields("body: a JSON object is wanted")
INTERNAL = problem(
    500,
    "internal_error",
    "Something went wrong here. Call again once; if it fails again, tell the user that Kaiwa does "
    "not work at the moment.",
)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        "{",
        "null",
        "[]",
        '[{"code": "ABCDE-FGHJK"}]',
        '"text"',
        "NaN",
        "code=ABCDE",
        "[" * 100_000,
        '{"code": ' + "9" * 5000 + "}",
        '{"code": "x",}',
    ],
)
def test_a_body_that_is_no_json_object_is_refused(path: str, body: str) -> None:
    assert answer_to(http_request("POST", path, body)) == NO_OBJECT


def test_a_body_that_is_missing_is_missed() -> None:
    assert ask("POST", "/link") == wrong_fields("body: Field required")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/plain",
        "",
    ],
)
def test_a_body_is_json_whatever_it_is_called(world: World, content_type: str) -> None:
    event = http_request("POST", "/link", {"code": world.offer()})
    event["headers"]["Content-Type"] = event["headers"].pop("content-type")
    event["headers"]["Content-Type"] = content_type
    assert answer_to(event)["statusCode"] == 200


def test_a_body_in_base64_is_read(world: World) -> None:
    body = json.dumps({"code": world.offer()}).encode()
    assert answer_to(base64_request("/link", body))["statusCode"] == 200


def test_bytes_that_are_no_text_are_refused(world: World) -> None:
    world.link()
    body = '{"text": "会話", "request_id": "1"}'.encode("shift_jis")
    answer = answer_to(base64_request("/conversation/messages", body))
    assert answer["statusCode"] == 422
    assert world.queued() == []


@pytest.mark.parametrize(
    ("path", "body", "wanted"),
    [
        ("/link", {}, "code: Field required"),
        ("/link", {"code": ""}, "code: String should have at least 1 character"),
        ("/link", {"code": "x" * 65}, "code: String should have at most 64 characters"),
        ("/link", {"code": 1}, "code: Input should be a valid string"),
        ("/link", {"code": "x", "replace": "yes"}, "replace: Input should be a valid boolean"),
        ("/link", {"code": "x", "replace": 1}, "replace: Input should be a valid boolean"),
        ("/conversation/exports", {}, "format: Field required"),
        ("/conversation/exports", {"format": "pdf"}, "format: Input should be 'csv' or 'jsonl'"),
        (
            "/conversation/exports",
            {"format": "csv", "from": 1, "to": None},
            "from: Input should be a valid string; to: Input should be a valid string",
        ),
    ],
)
def test_fields_without_sense_are_named(path: str, body: dict[str, Any], wanted: str) -> None:
    assert ask("POST", path, body) == wrong_fields(wanted)


@pytest.mark.parametrize("operation_id", ["1", "x" * 36, "A" * 36, "%00", "a/b", "会話"])
def test_an_operation_id_of_another_kind_is_refused(operation_id: str) -> None:
    assert ask("GET", f"/operations/{operation_id}")["statusCode"] in {404, 422}


def test_what_nobody_expected_is_logged_without_its_words(
    world: World, log_lines: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("A private matter")

    world.link()
    store(message(at(0), "x" * 50_000))
    monkeypatch.setattr(Exports, "put", fail)
    assert world.call("POST", "/conversation/exports", {"format": "csv"}) == INTERNAL
    first, second = log_lines()
    assert first["message"] == "A request could not be answered."
    assert first["failure"]["error"] == "builtins.RuntimeError"
    assert (second["route"], second["status"]) == ("POST /conversation/exports", 500)
    assert "private" not in str((first, second))


@pytest.mark.parametrize(
    ("face", "path"), [("_action", "/my_route"), ("_plugin", "/mcp")], ids=["action", "plugin"]
)
def test_whatever_is_answered_can_be_sent(
    face: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lambda's runtime writes UTF-8, and ends when it cannot."""
    answered = {"statusCode": 200, "body": "a\ud800会話\udcff🙂"}
    monkeypatch.setattr(handler, face, lambda *_: (dict(answered), None))
    answer = handler.lambda_handler(http_request("POST", path), CONTEXT)
    assert answer == {"statusCode": 200, "body": "a\ufffd会話\ufffd🙂"}


def test_a_stage_in_the_path_is_not_part_of_the_route() -> None:
    event = http_request("POST", "/live/my_route")
    event["requestContext"]["stage"] = "live"
    assert answer_to(event) == response(200, {"success": True})


def test_a_cold_start_loads_neither_the_model_nor_line() -> None:
    code = (
        "import sys; import chatgpt.handler; from chatgpt.api import api\n"
        "api(); print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{ROOT}/layers/kaiwa:{ROOT}/lambdas"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert {"chatgpt", "kaiwa"} <= set(loaded)
    assert set(loaded) & {"openai", "linebot", "httpx", "moto", "line_reply"} == set()
