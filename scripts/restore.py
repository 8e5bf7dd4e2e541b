"""Restore the message table, as it was at a point in time, beside the one in use.

    python -m scripts.restore build/production/outputs.json latest
    python -m scripts.restore build/production/outputs.json 2026-12-03T02:10

A time without an offset is of the deployment's time zone. Nothing is changed of the table in use;
what it says at the end puts the new one in its place.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import boto3

from scripts.aws import errors_as_sentences
from scripts.clock import Clock
from scripts.deployment import Deployment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LATEST = "latest"
POINT = "%Y%m%dT%H%M%SZ"
RESTORED = re.compile(r"-[0-9]{8}T[0-9]{6}Z$")
LOOK_SECONDS = 20
NEXT = """\
{target} has what was in {source} at {point}. It is not in use yet. Next:
  1. In the environment's file: restored_table_name = "{target}"
  2. make adopt                   Terraform takes it over; nothing is changed
  3. make apply                   it gets its settings, and the functions use it
  4. make catch-up FROM={source}  what was written and deleted since the point
docs/data.md says what to think of at each step."""


class _NoSuchPointError(Exception):
    """The table cannot be restored to this time. The error's words say what is possible."""


@dataclass(frozen=True)
class Restore:
    """Restores tables. AWS takes minutes for a small one, and may take hours."""

    dynamodb: "DynamoDBClient"
    clock: Clock = field(default_factory=Clock)

    def __call__(self, source: str, point: datetime | None) -> tuple[str, datetime]:
        """Restore to the point, or the latest there is. Returns the new table's name, and when.

        If the table is there already, or on its way, it is waited for.
        """
        at = self._checked(source, point)
        target = f"{first_name(source)}-{at:{POINT}}"
        if not self._exists(target):
            when: Any = {"RestoreDateTime": at} if point else {"UseLatestRestorableTime": True}
            self.dynamodb.restore_table_to_point_in_time(
                SourceTableName=source, TargetTableName=target, **when
            )
        while not self._is_ready(target):
            print(f"  {target} is being restored …", file=sys.stderr)
            self.clock.sleep(LOOK_SECONDS)
        return target, at

    def _checked(self, source: str, point: datetime | None) -> datetime:
        found = self.dynamodb.describe_continuous_backups(TableName=source)
        backups = found["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
        if backups.get("PointInTimeRecoveryStatus") != "ENABLED":
            raise _NoSuchPointError(f"{source} has no backups: point-in-time recovery is off.")
        earliest, latest = (
            backups[name].astimezone(UTC)
            for name in ("EarliestRestorableDateTime", "LatestRestorableDateTime")
        )
        if point and not earliest <= point <= latest:
            raise _NoSuchPointError(
                f"{source} can be restored to a time from {earliest.isoformat()} to "
                f"{latest.isoformat()}, which is not {point.isoformat()}."
            )
        return point or latest

    def _exists(self, name: str) -> bool:
        try:
            self.dynamodb.describe_table(TableName=name)
        except self.dynamodb.exceptions.ResourceNotFoundException:
            return False
        return True

    def _is_ready(self, name: str) -> bool:
        table = self.dynamodb.describe_table(TableName=name)["Table"]
        indexes = table.get("GlobalSecondaryIndexes", [])
        return {table["TableStatus"], *(index["IndexStatus"] for index in indexes)} == {"ACTIVE"}


def main() -> None:
    """Restore as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("point")
    arguments = parser.parse_args()
    deployment = Deployment.read(arguments.outputs)
    point = point_of(arguments.point, ZoneInfo(deployment["timezone"]))
    source = deployment["table_name"]
    dynamodb = boto3.client("dynamodb", region_name=deployment["region"])
    try:
        with errors_as_sentences():
            target, at = Restore(dynamodb)(source, point)
    except _NoSuchPointError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped waiting. AWS goes on: run it again with the same POINT.")
    print(NEXT.format(source=source, target=target, point=at.isoformat()))


def point_of(text: str, timezone: ZoneInfo) -> datetime | None:
    """The time, in UTC and whole seconds; None for the latest."""
    if text == LATEST:
        return None
    try:
        point = datetime.fromisoformat(text)
    except ValueError:
        sys.exit(
            "Say when: POINT=latest, or a time such as POINT=2026-12-03T02:10 in the deployment's "
            "time zone, or POINT=2026-12-03T02:10:00Z."
        )
    whole = (point if point.tzinfo else point.replace(tzinfo=timezone)).astimezone(UTC)
    return whole - timedelta(microseconds=whole.microsecond)


def first_name(table_name: str) -> str:
    """What the table was called before it was ever restored."""
    return RESTORED.sub("", table_name)


def other_tables(dynamodb: "DynamoDBClient", deployment: Deployment) -> Iterator[str]:
    """The tables of this deployment that were in use before a restore, or were not used yet."""
    live: str = deployment["table_name"]
    first = first_name(live)
    pages: Iterable[Any] = dynamodb.get_paginator("list_tables").paginate()
    for page in pages:
        for name in page["TableNames"]:
            if first_name(name) == first and name != live:
                yield name


if __name__ == "__main__":
    main()
