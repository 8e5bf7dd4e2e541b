"""A deployment's life after its birth: traffic, a new release and back, repairs, and its end.

Every stack of these tests begins with `make bootstrap apply secrets`. This goes on from there.
"""

import json
import re

import pytest

from simulator.line.identities import line_id
from simulator.processes import wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line, text
from tests.e2e.operating.releases import NEW, OLD, packages, with_other_words
from tests.e2e.operating.test_operations import hashed_id, signed_with, state_folder, terraform
from tests.e2e.operating.test_rollout import live
from tests.e2e.operating.traffic import Traffic
from tests.e2e.people import link, newcomer
from tests.e2e.test_dead_letters import DEAD, die

EVERYTHING = ["layer", "chatgpt", "check_dynamodb", "line_reply", "line_webhook"]


def of_another_release(code: str) -> str:
    """Python code of any package, which does not even start beside a layer of the other release."""
    return re.sub(r"\b(hashed|type_name)\b", r"\1_anew", with_other_words(code))


@pytest.mark.last
@pytest.mark.timeout(900)
def test_a_deployment_lives_and_ends_with_nothing_left(stack: Stack, aws: Aws, line: Line) -> None:
    was_born(aws, stack)
    upgrade_under_traffic(stack, aws, line)
    roll_back_under_traffic(stack, aws, line)
    rotate_a_secret(stack, line)
    revive_a_dead_letter(stack, aws, line)
    forget_a_person(stack, aws, line)
    end(stack, aws)


def was_born(aws: Aws, stack: Stack) -> None:
    """Everything is there that Terraform knows, and the state's bucket, which it does not."""
    assert state_bucket(aws) in left(aws)["buckets"]
    assert live(aws).keys() == aws.outputs["function_names"].keys()
    assert "aws_dynamodb_table" in terraform(stack, "state", "list")


def upgrade_under_traffic(stack: Stack, aws: Aws, line: Line) -> None:
    """Layer and functions change together: nothing old runs with anything new."""
    before = live(aws)
    changed = packages(
        state_folder(stack) / "release", dict.fromkeys(EVERYTHING, of_another_release)
    )
    with Traffic(line, "upgrade") as traffic:
        stack.make("apply", changed)
        assert wait_until(lambda: NEW in traffic.releases(), 30)
    assert {name: int(version) for name, version in live(aws).items()} == {
        name: int(version) + 1 for name, version in before.items()
    }
    assert_nothing_was_lost(traffic, aws)
    assert OLD in traffic.releases()
    line.speaks("upgraded", "en")
    assert line.say("upgraded", "/help")[0].startswith(NEW)


def roll_back_under_traffic(stack: Stack, aws: Aws, line: Line) -> None:
    with Traffic(line, "rollback") as traffic:
        assert wait_until(lambda: traffic.releases() == [NEW], 30)
        stack.make("rollback")
        assert wait_until(lambda: OLD in traffic.releases(), 30)
    assert_nothing_was_lost(traffic, aws)
    assert line.say("upgraded", "/help")[0].startswith(OLD)


def rotate_a_secret(stack: Stack, line: Line) -> None:
    """What LINE signs with the new one gets in without a deploy, and with the old one no more."""
    old, new = stack.environment["LINE_CHANNEL_SECRET"], "a rotated secret"
    stack.make("secrets", LINE_CHANNEL_SECRET=new)
    assert wait_until(lambda: (signed_with(line, old), signed_with(line, new)) == (403, 200), 10)
    stack.make("secrets")
    assert wait_until(lambda: signed_with(line, old) == 200, 10)


def revive_a_dead_letter(stack: Stack, aws: Aws, line: Line) -> None:
    (event_id,) = die(line, aws, text("Are you there?", "revived"))
    assert event_id in stack.make("dead-letters")
    assert "1 put back.\n" in stack.make("redrive", f"CHAT={hashed_id('revived')}")
    line.settle()
    assert [words for _, words in line.shown("revived")] == ['You said "Are you there?".']
    assert stack.make("dead-letters").endswith("There are no dead letters.\n")


def forget_a_person(stack: Stack, aws: Aws, line: Line) -> None:
    """Who has a sign-in and a linked chat is gone from both."""
    person = newcomer(stack, aws, "departing")
    link(line, person)
    line.say("departing", "A private matter")
    told = stack.make("forget", f"PERSON={person.email}")
    assert "A private matter" not in told
    assert stored_of(aws, "departing") == []
    users = aws.cognito.list_users(UserPoolId=aws.outputs["user_pool_id"])["Users"]
    assert person.email not in json.dumps(users, default=str)


def end(stack: Stack, aws: Aws) -> None:
    stack.make("destroy")
    assert terraform(stack, "state", "list") == ""
    assert left(aws) == {kind: [] for kind in left(aws)} | {"buckets": [state_bucket(aws)]}


def assert_nothing_was_lost(traffic: Traffic, aws: Aws) -> None:
    """Each message was taken and answered once, in order, and by functions of one release."""
    assert set(traffic.statuses) == {200}
    assert traffic.unlike_what_was_said() == []
    assert aws.waiting(DEAD) == 0
    logged = [json.loads(each) for name in live(aws) for each in aws.log_lines(name) if "{" in each]
    since = [each for each in logged if each.get("timestamp", "") >= traffic.began_at]
    assert since != []
    assert [each for each in since if each["level"] in {"ERROR", "CRITICAL"}] == []


def stored_of(aws: Aws, user: str) -> list[str]:
    """The ids of all items that name a user's chat."""
    pages = aws.dynamodb.get_paginator("scan").paginate(
        TableName=aws.outputs["table_name"], ConsistentRead=True
    )
    items = [item for page in pages for item in page["Items"]]
    return [item["id"]["S"] for item in items if line_id(user) in json.dumps(item, default=str)]


def state_bucket(aws: Aws) -> str:
    return f"kaiwa-simulator-tfstate-000000000000-{aws.outputs['region']}"


def left(aws: Aws) -> dict[str, list[str]]:
    """What there is in the account, by kind."""
    log_groups = aws.logs.describe_log_groups()["logGroups"]
    return {
        "apis": [api["Name"] for api in aws.apigateway.get_apis()["Items"]],
        "buckets": [bucket["Name"] for bucket in aws.s3.list_buckets()["Buckets"]],
        "functions": [each["FunctionName"] for each in aws.functions.list_functions()["Functions"]],
        "layers": [each["LayerName"] for each in aws.functions.list_layers()["Layers"]],
        "log groups": [
            group["logGroupName"]
            for group in log_groups
            if group["logGroupName"] in aws.outputs["log_group_names"].values()
        ],
        "parameters": [each["Name"] for each in aws.ssm.describe_parameters()["Parameters"]],
        "queues": aws.sqs.list_queues().get("QueueUrls", []),
        "roles": [role["RoleName"] for role in aws.roles.list_roles()["Roles"]],
        "tables": aws.dynamodb.list_tables()["TableNames"],
        "user pools": [
            pool["Name"] for pool in aws.cognito.list_user_pools(MaxResults=10)["UserPools"]
        ],
    }
