"""A new version of one function, rolled out and back, as an operator does it."""

import json
from collections.abc import Iterator

import pytest

from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line
from tests.e2e.operating.releases import NEW, OLD, packages, with_other_words
from tests.e2e.operating.test_operations import EMULATORS_OWN_DRIFT, state_folder, terraform


@pytest.fixture
def changed(stack: Stack) -> Iterator[str]:
    """Packages of which one has other code: as make's variable for them."""
    yield packages(state_folder(stack) / "changed", {"line_reply": with_other_words})
    stack.make("apply", "rollout")


def planned(stack: Stack) -> set[str]:
    """What the last plan changes, beyond what the emulator always wants to.

    Packages whose content is the same are only read from another folder now.
    """
    plan = json.loads(terraform(stack, "show", "-json", str(state_folder(stack) / "plan.tfplan")))
    return {
        each["address"]
        for each in plan["resource_changes"]
        if each["change"]["actions"] != ["no-op"]
        and (each["type"], each["change"]["actions"]) != ("aws_s3_object", ["update"])
    } - set(EMULATORS_OWN_DRIFT)


def live(aws: Aws) -> dict[str, str]:
    """The live version of each function."""
    names = aws.outputs["function_names"]
    return {
        name: aws.functions.get_alias(FunctionName=function, Name="live")["FunctionVersion"]
        for name, function in names.items()
    }


def test_one_function_is_rolled_out_and_back(
    stack: Stack, line: Line, aws: Aws, changed: str
) -> None:
    before = live(aws)
    after = before | {"line_reply": str(int(before["line_reply"]) + 1)}

    line.speaks("ro-user", "en")
    stack.make("plan", changed)
    assert planned(stack) == {
        'module.artifacts.aws_s3_object.package["line_reply"]',
        "module.line_reply.aws_lambda_function.this",
    }

    stack.make("apply", changed)
    assert live(aws) == after
    assert line.say("ro-user", "/help")[0].startswith(NEW)

    told = stack.make("rollback")
    assert "line_reply: version" in told
    assert live(aws) == before
    assert line.say("ro-user", "/help")[0].startswith(OLD)

    told = stack.make("apply", changed)
    assert f"line_reply stays at version {before['line_reply']}" in told
    assert live(aws) == before

    stack.make("rollout", "FUNCTION=line_reply")
    assert live(aws) == after
    assert line.say("ro-user", "/help")[0].startswith(NEW)
    assert "line_reply" in stack.make("versions")
