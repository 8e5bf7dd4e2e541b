"""Alarms go off, tell the right people, and what the runbook says then helps.

What CloudWatch does on AWS is done here by hand: the metrics in the logs are put into it.
Every alarm is driven. The emulator knows no metric math: alarms of several metrics are told their
state. And it looks at no dimensions: another alarm about the same metric goes off too. Terraform's
tests compare those.
"""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from simulator.processes import StackError, wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line, text

MAY_TELL = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": "*",
        }
    ],
}
OF_SEVERAL_METRICS = {
    *("line-webhook-errors", "line-reply-not-delivered", "reminders-not-sent", "table-throttled"),
}
SORRY = "申し訳ありません。今はお答えできません。"


class Pager:
    """Whoever is told: a queue that is subscribed to the topic of a severity."""

    def __init__(self, stack: Stack, aws: Aws, severity: str = "page") -> None:
        self.stack, self.aws = stack, aws
        session = boto3.Session("test", "test", region_name=stack.description["region"])
        url = stack.description["aws_endpoint_url"]
        self.cloudwatch: Any = session.client("cloudwatch", endpoint_url=url)
        self.sns: Any = session.client("sns", endpoint_url=url)
        self.prefix = aws.outputs["function_names"]["line_reply"].removesuffix("-line-reply")
        for name in aws.outputs["alarms"][severity]:
            self.cloudwatch.set_alarm_state(
                AlarmName=f"{self.prefix}-{name}", StateValue="OK", StateReason="A test begins."
            )
        self.queue = aws.sqs.create_queue(
            QueueName=f"pager-{severity}", Attributes={"Policy": json.dumps(MAY_TELL)}
        )["QueueUrl"]
        arn = aws.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])
        self.subscription = self.sns.subscribe(
            TopicArn=aws.outputs["alarm_topic_arns"][severity],
            Protocol="sqs",
            Endpoint=arn["Attributes"]["QueueArn"],
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        self.seen = len(aws.metrics("line_reply"))
        self._heard: list[tuple[str, str]] = []

    def close(self) -> None:
        self.sns.unsubscribe(SubscriptionArn=self.subscription)
        self.aws.sqs.delete_queue(QueueUrl=self.queue)

    def put_metrics(self) -> list[str]:
        """Put what the worker has put out since into CloudWatch, as AWS does. Returns it."""
        new = self.aws.metrics("line_reply")[self.seen :]
        self.seen += len(new)
        for each in new:
            dimensions = [{"Name": name, "Value": value} for name, value in each.dimensions]
            datum: Any = {"MetricName": each.name, "Value": each.value, "Unit": each.unit}
            self.cloudwatch.put_metric_data(
                Namespace=each.namespace, MetricData=[{**datum, "Dimensions": dimensions}]
            )
        return [str(each) for each in new]

    def drive(self, name: str) -> str:
        """Give the alarm what it goes off at. Returns what came of it.

        Metric math is beyond the emulator: such an alarm is told its state.
        """
        full_name = f"{self.prefix}-{name}"
        (alarm,) = self.cloudwatch.describe_alarms(AlarmNames=[full_name])["MetricAlarms"]
        if not alarm.get("MetricName"):
            self.cloudwatch.set_alarm_state(
                AlarmName=full_name, StateValue="ALARM", StateReason="A test says so."
            )
            return "told"
        datum: Any = {
            "MetricName": alarm["MetricName"],
            "Dimensions": alarm.get("Dimensions", []),
            "Value": alarm["Threshold"] * 2 + 1,
        }
        for _ in range(alarm["EvaluationPeriods"]):
            self.cloudwatch.put_metric_data(Namespace=alarm["Namespace"], MetricData=[datum])
        return "driven"

    def is_paged(self, name: str, state: str = "ALARM") -> bool:
        """Whether it hears that the alarm has gone off, or is over."""
        heard = self._heard

        def hears() -> bool:
            found = self.aws.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
            for each in found.get("Messages", []):
                told = json.loads(json.loads(each["Body"])["Message"])
                heard.append((told["AlarmName"], told["NewStateValue"]))
            return (f"{self.prefix}-{name}", state) in heard

        return wait_until(hears, 10)


@pytest.fixture
def pager(stack: Stack, aws: Aws) -> Iterator[Pager]:
    pager = Pager(stack, aws)
    yield pager
    pager.close()
    stack.make("secrets")


def set_secret(aws: Aws, name: str, value: str) -> None:
    path = aws.outputs["base_secret_path"] + name
    aws.ssm.put_parameter(Name=path, Value=value, Type="SecureString", Overwrite=True)


def doctor(stack: Stack) -> str:
    """What `make doctor` says, which ends with an error if something is not right."""
    try:
        return stack.make("doctor")
    except StackError as error:
        return str(error)


def refused(boundary: str) -> str:
    return f"Faults{{boundary={boundary}, kind=refused, service=line_reply}}"


def test_a_key_that_the_model_refuses_pages_and_a_new_one_mends_it(
    line: Line, aws: Aws, stack: Stack, pager: Pager
) -> None:
    set_secret(aws, "OPEN_AI_API_KEY", "sk-revoked")
    assert wait_until(lambda: line.say("alarm-a", "Hello")[0].startswith(SORRY), 20)
    for _ in range(2):
        line.say("alarm-a", "Hello?")
    line.settle()
    assert pager.put_metrics().count(refused("openai")) == 3
    assert pager.is_paged("model-refuses")
    assert "NOT OK  model" in doctor(stack)
    stack.make("secrets")
    assert wait_until(lambda: line.say("alarm-a", "Again") == ['You said "Again".'], 20)


def test_a_token_that_line_refuses_pages_and_with_a_new_one_the_answer_arrives(
    line: Line, aws: Aws, stack: Stack, pager: Pager
) -> None:
    line.say("alarm-b", "Before")
    line.settle()
    pager.put_metrics()
    set_secret(aws, "LINE_CHANNEL_ACCESS_TOKEN", "revoked")
    assert wait_until(lambda: "NOT OK  token" in doctor(stack), 20)
    line.post(text("Is anybody there?", "alarm-b"))
    seen: list[str] = []

    def is_refused() -> bool:
        seen.extend(pager.put_metrics())
        return seen.count(refused("line")) >= 3

    assert wait_until(is_refused, 20)
    assert pager.is_paged("line-refuses")
    stack.make("secrets")
    line.settle(90)
    (_, answer) = line.shown("alarm-b")[-1]
    assert answer.startswith('You said "Is anybody there?".')


@pytest.mark.parametrize("severity", ["page", "warning"])
def test_every_alarm_tells_those_of_its_severity_when_it_begins_and_when_it_is_over(
    aws: Aws, stack: Stack, severity: str
) -> None:
    pager = Pager(stack, aws, severity)
    try:
        how = {name: pager.drive(name) for name in aws.outputs["alarms"][severity]}
        assert [name for name in how if not pager.is_paged(name)] == []
        assert {name for name, done in how.items() if done == "told"} <= OF_SEVERAL_METRICS
        for name in how:
            pager.cloudwatch.set_alarm_state(
                AlarmName=f"{pager.prefix}-{name}", StateValue="OK", StateReason="It is over."
            )
        assert [name for name in how if not pager.is_paged(name, "OK")] == []
    finally:
        pager.close()
