"""What operators do with the deployed stack: make's targets, logs, secrets, Terraform."""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.line.identities import line_id
from simulator.processes import StackError, wait_until
from simulator.stack import ROOT, Stack
from tests.e2e.conftest import Aws, Line

ALARM = ["actions_enabled", "alarm_actions", "alarm_description", "ok_actions"]
PLAIN = sorted([*ALARM, "period", "statistic", "treat_missing_data"])
PLAIN_OF_ONE = sorted([*PLAIN, "dimensions"])
OF_SEVERAL = sorted([*ALARM, "treat_missing_data"])
PERCENTILE = sorted({*PLAIN_OF_ONE, "extended_statistic"} - {"statistic"})
EMULATORS_OWN_DRIFT = {
    "module.event_queue.aws_cloudwatch_metric_alarm.dead_letter": PLAIN_OF_ONE,
    "module.event_queue.aws_cloudwatch_metric_alarm.waiting": PLAIN_OF_ONE,
    "module.summary_queue.aws_cloudwatch_metric_alarm.dead_letter": PLAIN_OF_ONE,
    "module.summary_queue.aws_cloudwatch_metric_alarm.waiting": PLAIN_OF_ONE,
    "module.http_api.aws_cloudwatch_metric_alarm.failures": PLAIN_OF_ONE,
    'module.line_reply.aws_cloudwatch_metric_alarm.log["errors"]': PLAIN,
    'module.chatgpt.aws_cloudwatch_metric_alarm.log["action-errors"]': PLAIN,
    'module.chatgpt.aws_cloudwatch_metric_alarm.log["plugin-errors"]': PLAIN,
    "module.http_api.aws_apigatewayv2_authorizer.this": ["authorizer_payload_format_version"],
    "module.message_table.aws_dynamodb_table.this": ["point_in_time_recovery"],
} | {
    f'module.alarms.aws_cloudwatch_metric_alarm.this["{name}"]': drift
    for name, drift in {
        "concurrency": PLAIN,
        "line-refuses": PLAIN_OF_ONE,
        "line-reply-killed": PLAIN_OF_ONE,
        "line-reply-not-delivered": OF_SEVERAL,
        "line-webhook-errors": OF_SEVERAL,
        "line-webhook-slow": PERCENTILE,
        "model-refuses": PLAIN_OF_ONE,
        "push-quota": PLAIN_OF_ONE,
        "reminders-not-sent": OF_SEVERAL,
        "table-throttled": OF_SEVERAL,
    }.items()
}
"""DescribeAlarms leaves out most of what PutMetricAlarm was given; a JWT authorizer is given a
payload format of its own; DescribeContinuousBackups does not say for how many days they are kept.
"""


def hashed_id(user: str) -> str:
    """A user as logs and reports name them."""
    return hashlib.sha256(line_id(user).encode()).hexdigest()[:32]


def test_the_stack_describes_itself_for_other_tools(stack: Stack) -> None:
    description = json.loads(stack.options.description.read_text())
    assert description == dict(stack.description)
    assert set(description) == {
        "webhook_url",
        "webhook_headers",
        "api_url",
        "channel_secret",
        "simulator_url",
        "aws_endpoint_url",
        "region",
        "state_bucket",
        "person",
        "terraform_outputs",
    }


def test_the_table_is_checked(stack: Stack) -> None:
    report = json.loads(stack.make("check-dynamodb"))
    assert report["ok"]
    assert [check["ok"] for check in report["checks"]] == [True] * 4


@pytest.mark.parametrize(
    ("event", "status"),
    [("webhook_verify", 200), ("webhook_text", 200), ("webhook_redelivery", 200)],
)
def test_a_function_runs_on_a_sample_event(stack: Stack, event: str, status: int) -> None:
    target = ["invoke", "FUNCTION=line_webhook", f"EVENT=events/{event}.json"]
    assert json.loads(stack.make(*target))["statusCode"] == status


def test_a_function_or_an_event_that_does_not_exist_is_said(stack: Stack) -> None:
    for arguments in (
        ["FUNCTION=no_such_function", "EVENT=events/check.json"],
        ["FUNCTION=line_webhook", "EVENT=events/no_such_event.json"],
        [],
    ):
        with pytest.raises(StackError) as failure:
            stack.make("invoke", *arguments)
        assert "Traceback" not in str(failure.value)


def test_the_logs_tell_a_turn_but_nothing_that_was_said(line: Line, aws: Aws, stack: Stack) -> None:
    line.say("q", "A private matter: 極秘")
    line.settle()
    (reply,) = line.calls("line", "reply")
    (event_id,) = {
        json.loads(message)["event_id"]
        for message in aws.log_lines("line_reply")
        if reply["response_headers"]["x-line-request-id"] in message
    }

    def is_done() -> bool:
        lines = aws.log_lines("line_reply")
        return any(event_id in each and "The event is done." in each for each in lines)

    assert wait_until(is_done, 30)  # The log is written after the call.
    everything = "\n".join(aws.log_lines("line_webhook") + aws.log_lines("line_reply"))
    turn = [json.loads(message) for message in aws.log_lines("line_reply") if event_id in message]
    # Marking the message as read has its own time.
    assert sorted((entry["message"], entry.get("operation", "")) for entry in turn) == [
        ("Called LINE.", "loading"),
        ("Called LINE.", "mark_as_read"),
        ("Called LINE.", "reply"),
        ("Called the model.", ""),
        ("The event is done.", ""),
    ]
    assert len({(entry["request_id"], entry["conversation"]) for entry in turn}) == 1
    credentials = [
        stack.environment[name]
        for name in ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY")
    ]
    for secret in ("A private matter", "極秘", *credentials):
        assert secret not in everything


def test_the_metrics_tell_a_turn_but_nothing_that_was_said(line: Line, aws: Aws) -> None:
    line.say("q", "A private matter: 極秘")
    line.settle()
    found = aws.metrics("line_webhook") + aws.metrics("line_reply")
    prefix = aws.outputs["function_names"]["line_reply"].removesuffix("-line-reply")
    assert {each.namespace for each in found} == {prefix}
    assert {str(each) for each in found} >= {
        "Attempts{end=done, service=line_reply}",
        "CachedTokens{model=gpt-6.1-terra, service=line_reply}",
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=delivered, service=line_reply, work=ReceivedMessage}",
        "InputTokens{model=gpt-6.1-terra, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        "QueueMilliseconds{service=line_reply}",
        "TurnMilliseconds{service=line_reply}",
        "WebhookMilliseconds{service=line_webhook, status=200}",
    }
    values = {value for each in found for _, value in each.dimensions}
    assert max(map(len, values)) < 30
    assert not {"A private matter: 極秘", line_id("q"), hashed_id("q")} & values


def signed_with(line: Line, secret: str) -> int:
    """The status that a webhook gets which is signed with this channel secret."""
    body = b'{"destination":"U0","events":[]}'
    signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    return line.post_raw(base64.b64encode(body).decode(), signature)[0]


def test_a_rotated_secret_is_used_without_a_deploy(line: Line, aws: Aws, stack: Stack) -> None:
    old, new = stack.environment["LINE_CHANNEL_SECRET"], "a rotated secret"
    name = aws.outputs["base_secret_path"] + "LINE_CHANNEL_SECRET"
    assert (signed_with(line, old), signed_with(line, new)) == (200, 403)
    try:
        aws.ssm.put_parameter(Name=name, Value=new, Type="SecureString", Overwrite=True)
        assert wait_until(
            lambda: (signed_with(line, old), signed_with(line, new)) == (403, 200), 10
        )
    finally:
        stack.make("secrets")
    assert wait_until(lambda: signed_with(line, old) == 200, 10)


def test_a_message_is_sent_from_the_command_line(stack: Stack) -> None:
    code = (
        "import pathlib, sys, simulator.__main__ as cli;"
        "cli.DESCRIPTION = pathlib.Path(sys.argv.pop(1)); cli.main()"
    )
    said = subprocess.run(
        # As a newcomer has it: without the virtual environment's packages.
        [sys.executable, "-S", "-c", code, str(stack.options.description), "say", "Hi", "--user=r"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == 'You said "Hi".\n'


@pytest.mark.parametrize(
    ("shell", "sentence"),
    [
        (
            {"AWS_ACCESS_KEY_ID": "111111111111"},
            "The credentials are of account 111111111111, but .* allows 000000000000 only",
        ),
        ({"AWS_REGION": "eu-west-1"}, "The shell is set for eu-west-1, but .* says ap-northeast-1"),
    ],
)
def test_a_foreign_place_is_refused(stack: Stack, shell: dict[str, str], sentence: str) -> None:
    with pytest.raises(StackError, match=sentence):
        stack.make("destroy", **shell)


@pytest.fixture(scope="module")
def plan(stack: Stack) -> str:
    """A second plan, as JSON."""
    stack.make("plan")
    return terraform(stack, "show", "-json", str(state_folder(stack) / "plan.tfplan"))


def test_a_second_plan_changes_nothing(plan: str) -> None:
    changed = {
        each["address"]: sorted(
            name
            for name, after in each["change"]["after"].items()
            if each["change"]["before"][name] != after
        )
        for each in json.loads(plan)["resource_changes"]
        if each["change"]["actions"] != ["no-op"]
    }
    assert changed == EMULATORS_OWN_DRIFT


def test_no_secret_is_in_terraforms_state_or_plan(stack: Stack, plan: str) -> None:
    known = terraform(stack, "state", "pull") + plan
    for name in ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY"):
        assert name in known
        assert stack.environment[name] not in known


def test_lines_settings_are_made_and_everything_is_checked(line: Line, stack: Stack) -> None:
    told = stack.make("line", "RICH_MENU=1")
    assert told.count("LINE's webhook was answered with 200.") == 2
    checked = stack.make("doctor")
    own = ("token", "webhook", "model")
    names = ("secrets", *own, *(f"shop {name}" for name in own), "transcription", "table")
    found = [line for line in checked.splitlines() if "OK " in line]
    assert [(each[:7].strip(), each[8:21].strip()) for each in found] == [("OK", n) for n in names]
    assert len(line.calls("line", "webhook_test")) == 4
    line.say("usage-user", "Hello")
    assert hashed_id("usage-user") in stack.make("usage")


def state_folder(stack: Stack) -> Path:
    return stack.options.folder


def terraform(stack: Stack, *arguments: str) -> str:
    """Run Terraform itself on the stack's state."""
    environment = {
        **stack.environment,
        "TF_DATA_DIR": str(state_folder(stack) / "terraform"),
        "TF_CLI_ARGS": "",
    }
    script = '. build/terraform.env && exec terraform -chdir=terraform "$@"'
    return subprocess.run(
        ["sh", "-c", script, "terraform", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
