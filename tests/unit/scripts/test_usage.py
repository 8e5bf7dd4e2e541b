"""Who used how much, from moto's DynamoDB."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest

from kaiwa.log import hashed
from kaiwa.table.items import ASSISTANT, Conversation, usage_id
from kaiwa.table.items import Usage as StoredUsage
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content
from kaiwa.table.usage import Meter
from scripts import usage
from scripts.usage import Usage, lines, read
from tests.unit.tables import TABLE_NAME, TIMEZONE

ALICE, BOB = "U" + "a" * 32, "U" + "b" * 32
TODAY = datetime.now(TIMEZONE).date()
PRICES = {"cached_input": None, "input": 1.25, "output": 10.0}


def store(user_id: str, days_ago: int, messages: int, tokens: tuple[int, int, int]) -> None:
    """An item as the functions write it."""
    StoredUsage(
        usage_id(user_id, TODAY - timedelta(days=days_ago)),
        messages=messages,
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        cached_tokens=tokens[2],
        expires_at=datetime.now(UTC) + timedelta(days=90),
    ).save()


@pytest.fixture
def used(messages: MessageTable) -> None:
    """A table with three usages, one of them old, and something else."""
    store(ALICE, 0, 2, (1000, 500, 800))
    store(BOB, 1, 1, (10, 5, 0))
    store(BOB, 30, 9, (9, 9, 0))
    Conversation("conversation#" + ALICE).save()


def test_usages_are_read_from_the_day_on(used: None) -> None:
    dynamodb = boto3.client("dynamodb", region_name="ap-northeast-1")
    found = list(read(dynamodb, TABLE_NAME, TODAY - timedelta(days=1)))
    assert sorted(found, key=lambda each: each.day, reverse=True) == [
        Usage(TODAY.isoformat(), hashed(ALICE), 2, 1000, 500, 800),
        Usage((TODAY - timedelta(days=1)).isoformat(), hashed(BOB), 1, 10, 5, 0),
    ]


def test_counters_that_were_never_counted_are_nought(messages: MessageTable) -> None:
    dynamodb = boto3.client("dynamodb", region_name="ap-northeast-1")
    item = {"id": {"S": usage_id(ALICE, TODAY)}, "sends": {"N": "3"}}
    dynamodb.put_item(TableName=TABLE_NAME, Item=item)
    assert list(read(dynamodb, TABLE_NAME, TODAY)) == [
        Usage(TODAY.isoformat(), hashed(ALICE), 0, 0, 0, 0)
    ]


def test_every_page_is_read(messages: MessageTable, capsys: pytest.CaptureFixture[str]) -> None:
    dynamodb = boto3.client("dynamodb", region_name="ap-northeast-1")
    for number in range(3):
        large = {"id": {"S": str(number)}, "content": {"S": "x" * 390_000}}
        dynamodb.put_item(TableName=TABLE_NAME, Item=large)
    store(ALICE, 0, 1, (1, 1, 0))
    assert len(list(read(dynamodb, TABLE_NAME, TODAY))) == 1
    progress = capsys.readouterr().err.splitlines()
    assert len(progress) > 1
    assert progress[-1] == "  4 items"


def row(day: str, user: str, *cells: str) -> str:
    return f"{day:10}  {user:32}" + "".join(f"{cell:>15}" for cell in cells)


USAGES = [
    Usage("2026-12-01", "b" * 32, 1, 10, 5, 0),
    Usage("2026-12-02", "b" * 32, 3, 200, 100, 0),
    Usage("2026-12-02", "a" * 32, 2, 1_000_000, 500_000, 800_000, 3),
]


HEADINGS = ("day", "user", "messages", "input tokens", "of it cached", "output tokens", "pictures")


@pytest.mark.parametrize(
    ("cached_input", "most", "total"), [(None, "6.3700", "6.3713"), (0.125, "5.4700", "5.4713")]
)
def test_the_table_has_the_newest_day_first_and_ends_with_the_sum(
    cached_input: float | None, most: str, total: str
) -> None:
    assert list(lines(USAGES, PRICES | {"cached_input": cached_input}, 40)) == [
        row(*HEADINGS, "cost"),
        row("2026-12-02", "a" * 32, "2", "1,000,000", "800,000", "500,000", "3", most),
        row("2026-12-02", "b" * 32, "3", "200", "0", "100", "0", "0.0013"),
        row("2026-12-01", "b" * 32, "1", "10", "0", "5", "0", "0.0001"),
        row("total", "2 users", "6", "1,000,210", "800,000", "500,105", "3", total),
        "The cost is an estimate: by token_prices, and tool_prices of pictures.",
    ]


def test_without_prices_there_is_no_cost() -> None:
    assert list(lines(USAGES[:1], None)) == [
        row(*HEADINGS),
        row("2026-12-01", "b" * 32, "1", "10", "0", "5", "0"),
        row("total", "1 users", "1", "10", "0", "5", "0"),
        "Set token_prices and run `make apply` to see an estimate of the cost.",
    ]


def run(monkeypatch: pytest.MonkeyPatch, file: Path, *more: str) -> None:
    outputs = {
        "region": "ap-northeast-1",
        "table_name": TABLE_NAME,
        "timezone": "Asia/Tokyo",
        "token_prices": PRICES,
    }
    file.write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))
    monkeypatch.setattr("sys.argv", ["", str(file), *more])
    usage.main()


def test_it_says_what_it_reads_and_shows_no_line_id(
    used: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(monkeypatch, tmp_path / "outputs.json", "--days", "31")
    printed = capsys.readouterr()
    assert printed.err.startswith(f"Reading the whole table {TABLE_NAME}")
    total = row("total", "2 users", "12", "1,019", "800", "514", "0", "0.0064")
    assert printed.out.splitlines()[-2] == total
    assert ALICE not in printed.out + printed.err


def test_today_is_the_deployments_and_not_greenwichs(
    messages: MessageTable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    evening = datetime(2026, 11, 21, 20, tzinfo=UTC)  # in Tokyo it is 5 o'clock on the 22nd
    monkeypatch.setattr(usage, "now", lambda: evening)
    content = Content(ASSISTANT, "Hi", 10, 5)
    for hours_ago in (0, 6):
        at = evening - timedelta(hours=hours_ago)
        Meter(TIMEZONE).count_tokens(ALICE, content, at)
    run(monkeypatch, tmp_path / "outputs.json", "--days", "1")
    days = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert days == ["day", "2026-11-22", "total", "The"]


def test_days_are_at_least_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="DAYS must be 1 or more"):
        run(monkeypatch, tmp_path / "outputs.json", "--days", "0")
