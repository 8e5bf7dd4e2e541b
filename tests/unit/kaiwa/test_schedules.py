"""The gateway to EventBridge Scheduler, against moto's."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from kaiwa.queued_event import QueuedEvent
from kaiwa.schedules import Schedules, SchedulesUnavailableError

QUEUE = "arn:aws:sqs:ap-northeast-1:123456789012:events.fifo"
ROLE = "arn:aws:iam::123456789012:role/scheduler"
AT = datetime(2026, 11, 23, 9, 0, 0, tzinfo=timezone(timedelta(hours=9)))
EVENT = QueuedEvent("U1", "reminder-1", {"type": "kaiwa.reminder", "id": "reminder-1"})


@pytest.fixture
def scheduler() -> Iterator[Any]:
    with mock_aws():
        made = boto3.client("scheduler")
        made.create_schedule_group(Name="reminders")
        yield made


@pytest.fixture
def schedules() -> Schedules:
    text = f'{{"group": "reminders", "role_arn": "{ROLE}", "queue_arn": "{QUEUE}"}}'
    return Schedules.parse(text)


def test_what_is_to_fire_is_one_time_in_utc_and_deletes_itself(
    scheduler: Any, schedules: Schedules
) -> None:
    schedules.create("reminder-1", AT, EVENT)
    made = scheduler.get_schedule(Name="reminder-1", GroupName="reminders")
    assert {name: made[name] for name in made if name[0] in "ASFT" and name != "Arn"} == {
        "ActionAfterCompletion": "DELETE",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ScheduleExpression": "at(2026-11-23T00:00:00)",
        "ScheduleExpressionTimezone": "UTC",
        "State": "ENABLED",
        "Target": {
            "Arn": QUEUE,
            "RoleArn": ROLE,
            "Input": '{"type": "kaiwa.reminder", "id": "reminder-1"}',
            "SqsParameters": {"MessageGroupId": "U1"},
            "RetryPolicy": {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185},
        },
    }


def test_to_do_it_again_changes_nothing(scheduler: Any, schedules: Schedules) -> None:
    schedules.create("reminder-1", AT, EVENT)
    schedules.create("reminder-1", AT + timedelta(days=1), EVENT)
    made = scheduler.get_schedule(Name="reminder-1", GroupName="reminders")
    assert made["ScheduleExpression"] == "at(2026-11-23T00:00:00)"
    schedules.delete("reminder-1")
    schedules.delete("reminder-1")
    with pytest.raises(ClientError):
        scheduler.get_schedule(Name="reminder-1", GroupName="reminders")


def test_a_scheduler_that_does_not_do_it_can_be_asked_again(
    served: httpx.Client, schedules: Schedules, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever answers there is none."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_SCHEDULER", str(served.base_url))
    with pytest.raises(SchedulesUnavailableError):
        schedules.create("reminder-1", AT, EVENT)
    with pytest.raises(SchedulesUnavailableError):
        schedules.delete("reminder-1")
