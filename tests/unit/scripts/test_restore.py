"""The table restored beside itself, on moto, whose point in time is always the present."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest

from scripts import restore
from scripts.clock import Clock
from scripts.restore import first_name, point_of
from tests.unit.line_reply.stored import items
from tests.unit.scripts.personal import Estate, fill
from tests.unit.tables import TABLE_NAME

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def aws(moto: None) -> None:
    """moto's own DynamoDB, which has backups."""


def protect(on: bool = True) -> None:
    boto3.client("dynamodb").update_continuous_backups(
        TableName=TABLE_NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on}
    )


def restored() -> list[str]:
    names = boto3.client("dynamodb").list_tables()["TableNames"]
    return [name for name in names if name != TABLE_NAME]


def test_it_is_restored_beside_the_one_in_use_which_stays_as_it_is(estate: Estate) -> None:
    fill(estate)
    protect()
    before = items()
    printed = estate.run(restore, "latest")
    [name] = restored()
    assert first_name(name) == TABLE_NAME
    assert f'restored_table_name = "{name}"' in printed
    assert f"make catch-up FROM={TABLE_NAME}" in printed
    found = boto3.client("dynamodb").scan(TableName=name)["Items"]
    assert {item["id"]["S"]: item for item in found} == before
    assert items() == before


def test_a_restored_table_is_restored_under_the_first_name(estate: Estate) -> None:
    assert first_name(f"{TABLE_NAME}-20261203T021000Z") == TABLE_NAME
    assert first_name(TABLE_NAME) == TABLE_NAME


def test_once_more_waits_for_the_same_table(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    protect()
    point = boto3.client("dynamodb").describe_continuous_backups(TableName=TABLE_NAME)[
        "ContinuousBackupsDescription"
    ]["PointInTimeRecoveryDescription"]["LatestRestorableDateTime"]
    estate.run(restore, "latest")
    looks = iter([False, True])
    monkeypatch.setattr(restore.Restore, "_is_ready", lambda *_: next(looks))
    monkeypatch.setattr(Clock, "sleep", lambda *_: None)
    estate.run(restore, "latest")
    assert restored() == [f"{TABLE_NAME}-{point.astimezone(UTC):%Y%m%dT%H%M%SZ}"]


def test_without_backups_or_outside_of_them_nothing_is_restored(estate: Estate) -> None:
    protect(on=False)
    with pytest.raises(SystemExit, match="point-in-time recovery is off"):
        estate.run(restore, "latest")
    protect()
    with pytest.raises(SystemExit, match="can be restored to a time from"):
        estate.run(restore, "2020-01-01T00:00Z")
    assert restored() == []


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("latest", None),
        ("2026-12-03T02:10", datetime(2026, 12, 2, 17, 10, tzinfo=UTC)),
        ("2026-12-03T02:10:05.9Z", datetime(2026, 12, 3, 2, 10, 5, tzinfo=UTC)),
        ("2026-12-03T02:10+01:00", datetime(2026, 12, 3, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_time_is_the_deployments_unless_it_says_otherwise(text: str, point: Any) -> None:
    assert point_of(text, TOKYO) == point


def test_what_is_no_time_is_told(estate: Estate) -> None:
    with pytest.raises(SystemExit, match="POINT=latest"):
        point_of("yesterday", TOKYO)
