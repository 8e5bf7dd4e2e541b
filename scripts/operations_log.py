"""The log of what operators did for good, in a stream beside what the functions log."""

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import boto3

from scripts.deployment import Deployment

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sts import STSClient

STREAM = "operations"


class OperationsLog:
    """Lines in the stream `operations` of a log group, each with the ARN of who did it.

    They are kept for as long as the group keeps its lines. Raises botocore's errors.
    """

    def __init__(self, logs: "CloudWatchLogsClient", log_group: str, by: str) -> None:
        self._logs = logs
        self._log_group = log_group
        self._by = by

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        """In the worker's log group, by whomever the credentials are of."""
        region = deployment["region"]
        sts: STSClient = boto3.client("sts", region_name=region)
        return cls(
            boto3.client("logs", region_name=region),
            deployment["log_group_names"]["line_reply"],
            sts.get_caller_identity()["Arn"],
        )

    def write(self, message: str, **fields: object) -> None:
        """Add a line. Once this returns, CloudWatch has it; else the process ends."""
        at = datetime.now(UTC)
        line = {
            "level": "INFO",
            "message": message,
            "timestamp": at.isoformat(timespec="milliseconds"),
            "service": STREAM,
            "by": self._by,
            **fields,
        }
        self._create_stream()
        written = self._logs.put_log_events(
            logGroupName=self._log_group,
            logStreamName=STREAM,
            logEvents=[
                {
                    "timestamp": int(at.timestamp() * 1000),
                    "message": json.dumps(line, ensure_ascii=False),
                }
            ],
        )
        if written.get("rejectedLogEventsInfo"):
            sys.exit("CloudWatch did not take the record of it. Is this machine's clock right?")

    def _create_stream(self) -> None:
        with suppress(self._logs.exceptions.ResourceAlreadyExistsException):
            self._logs.create_log_stream(logGroupName=self._log_group, logStreamName=STREAM)
