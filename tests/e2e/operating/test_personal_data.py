"""Requests for access and deletion, and the table restored: what docs/data.md says, rehearsed."""

import json
import re
import stat
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.line.identities import line_id
from simulator.stack import ROOT, Stack
from tests.e2e.conftest import Aws, Line
from tests.e2e.operating.test_operations import hashed_id, state_folder, terraform
from tests.e2e.people import link, newcomer

ADDRESS = "module.message_table.aws_dynamodb_table.this"


def items_of(aws: Aws, user: str, *more: str) -> list[dict[str, Any]]:
    """All of the table that names the person."""
    pages = aws.dynamodb.get_paginator("scan").paginate(TableName=aws.outputs["table_name"])
    names = (line_id(user), *more)
    return [
        dict(item)
        for page in pages
        for item in page["Items"]
        if any(name in str(item) for name in names)
    ]


def test_a_person_is_exported_and_then_forgotten(stack: Stack, line: Line, aws: Aws) -> None:
    person = newcomer(stack, aws, "pd-person")
    line.say("pd-person", "A private matter")
    line.say("pd-person", "/persona Be brief")
    link(line, person)
    sub = person.subject()

    printed = stack.make("export", f"PERSON={person.email}")
    found = re.search(r"^Written to (\S+),", printed, re.MULTILINE)
    assert found is not None
    file = ROOT / found[1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [json.loads(each) for each in file.read_text().splitlines()]
    said = [(each["role"], each["text"]) for each in lines if "record" not in each]
    assert said[:2] == [
        ("user", "A private matter"),
        ("assistant", 'You said "A private matter".'),
    ]
    of = {each["record"]: each for each in lines if "record" in each}
    assert {"person", "sign_in", "settings", "link", "usage"} <= of.keys()
    assert (of["settings"]["persona"], of["link"]["lineUserId"]) == (
        "Be brief",
        line_id("pd-person"),
    )

    forgot = stack.make("forget", f"PERSON={hashed_id('pd-person')}")
    assert items_of(aws, "pd-person", sub) == []
    users = aws.cognito.list_users(
        UserPoolId=aws.outputs["user_pool_id"], Filter=f'email = "{person.email}"'
    )
    assert users["Users"] == []
    for secret in ("private", person.email, line_id("pd-person"), "Be brief"):
        assert secret not in printed + forgot
    assert person.call("GET", "/conversation/messages")[0] == 409
    assert line.say("pd-person", "Again") == ['You said "Again".']
    file.unlink()


@pytest.fixture
def back_again(stack: Stack, aws: Aws) -> Iterator[None]:
    """Other tests find the first table in use, to which the same steps lead back."""
    first = aws.outputs["table_name"]
    yield
    if outputs(stack)["table_name"]["value"] != first:
        stack.make("adopt")
        stack.make("apply")
    for name in aws.dynamodb.list_tables()["TableNames"]:
        if name.startswith(f"{first}-"):
            aws.dynamodb.delete_table(TableName=name)


def outputs(stack: Stack) -> dict[str, Any]:
    stack.make("versions")  # which asks Terraform for them
    read: dict[str, Any] = json.loads((state_folder(stack) / "outputs.json").read_text())
    return read


def settings(aws: Aws, table: str) -> dict[str, object]:
    """What a restored table has to be given."""
    backups = aws.dynamodb.describe_continuous_backups(TableName=table)
    ttl = aws.dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    point_in_time = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    arn = aws.dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
    tags = aws.dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]
    return {
        "ttl": ttl["TimeToLiveStatus"],
        "backups": point_in_time["PointInTimeRecoveryStatus"],
        "tags": sorted(tag["Key"] for tag in tags),
    }


@pytest.mark.timeout(900)  # it applies twice
@pytest.mark.usefixtures("back_again")
def test_a_table_is_restored_and_takes_the_place_of_the_other(
    stack: Stack, line: Line, aws: Aws
) -> None:
    first = aws.outputs["table_name"]
    line.say("pd-a", "Before the point")
    line.say("pd-b", "To be forgotten")
    line.settle()

    told = stack.make("restore", "POINT=latest")
    found = re.search(r'restored_table_name = "([^"]+)"', told)
    assert found is not None
    restored = found[1]
    assert settings(aws, restored) == {"ttl": "DISABLED", "backups": "DISABLED", "tags": []}

    # The emulator's point is now: what comes next came after it.
    line.say("pd-a", "After the point")
    line.say("pd-b", "/forget yes")
    line.settle()

    chosen = {"TF_VAR_restored_table_name": restored}
    assert f"Terraform's table is {restored} now" in stack.make("adopt", **chosen)
    stack.make("plan", **chosen)
    plan = json.loads(terraform(stack, "show", "-json", str(state_folder(stack) / "plan.tfplan")))
    actions = {each["address"]: each["change"]["actions"] for each in plan["resource_changes"]}
    assert actions[ADDRESS] == ["update"]
    assert [address for address, todo in actions.items() if "delete" in todo] == []
    stack.make("apply", **chosen)
    assert settings(aws, restored) == settings(aws, first)

    aws.outputs = {**aws.outputs, "table_name": restored}
    assert "Before" in str(items_of(aws, "pd-a"))
    assert "After" not in str(items_of(aws, "pd-a"))
    assert "To be forgotten" in str(items_of(aws, "pd-b"))

    # The copies of Terraform's outputs follow by themselves.
    stack.make("catch-up", f"FROM={first}", **chosen)
    assert "After the point" in str(items_of(aws, "pd-a"))
    assert "To be forgotten" not in str(items_of(aws, "pd-b"))
    assert json.loads(stack.make("check-dynamodb", **chosen))["ok"]
    answer = line.say("pd-a", "What did I say?")
    assert "After the point" in answer[0]
    assert line.say("pd-a", "/again") == answer
    assert "What did I say?" in str(items_of(aws, "pd-a"))
