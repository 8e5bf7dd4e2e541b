"""Gateway to EventBridge Scheduler: an event is put into a queue at a time to come."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Self

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kaiwa.aws import client
from kaiwa.queued_event import QueuedEvent


class SchedulesUnavailableError(Exception):
    """The scheduler did not do it. Trying again can help."""


@dataclass(frozen=True)
class Schedules:
    """One-time schedules in a group of their own. They delete themselves once they have fired.

    `role_arn` is the role by which the scheduler may send to the queue with `queue_arn`. Who only
    deletes needs neither. The methods raise `SchedulesUnavailableError`.
    """

    group: str
    role_arn: str = ""
    queue_arn: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the JSON that Terraform writes into a function's environment."""
        return cls(**json.loads(text))

    def create(self, name: str, at: datetime, queued: QueuedEvent) -> None:
        """Have the event put into the queue at that time, or up to a minute later.

        A second time under the same name changes nothing. The time is given in UTC, whatever zone
        people think in: so it is the moment that they were told, also where clocks change.
        https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time

        A FIFO queue must deduplicate by content: the scheduler gives no id for that.
        https://docs.aws.amazon.com/scheduler/latest/APIReference/API_SqsParameters.html
        """
        try:
            self._scheduler.create_schedule(
                Name=name,
                GroupName=self.group,
                ScheduleExpression=f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
                ScheduleExpressionTimezone="UTC",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": self.queue_arn,
                    "RoleArn": self.role_arn,
                    "Input": json.dumps(queued.event),
                    "SqsParameters": {"MessageGroupId": queued.conversation_id},
                },
            )
        except (BotoCoreError, ClientError) as error:
            if _code(error) != "ConflictException":
                raise SchedulesUnavailableError from error

    def delete(self, name: str) -> None:
        """Have nothing happen then. One that is not there, or has fired, is deleted already."""
        try:
            self._scheduler.delete_schedule(Name=name, GroupName=self.group)
        except (BotoCoreError, ClientError) as error:
            if _code(error) != "ResourceNotFoundException":
                raise SchedulesUnavailableError from error

    @cached_property
    def _scheduler(self) -> Any:
        # Someone waits for the answer, and the event comes again.
        quick = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 2})
        return client("scheduler", quick)


def _code(error: BotoCoreError | ClientError) -> str | None:
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else None
