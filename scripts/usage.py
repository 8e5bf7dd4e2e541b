"""Print who used the bot how much, by day, and what the model's tokens cost if prices are set.

    PYTHONPATH=layers/kaiwa python -m scripts.usage build/production/outputs.json --days 7

People are shown as the logs show them: by the hash of their LINE id.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import boto3

from kaiwa.line.channels import channel_of
from kaiwa.log import hashed
from kaiwa.model.prices import TokenPrices
from scripts.aws import errors_as_sentences
from scripts.deployment import DEFAULT_CHANNEL, Deployment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PREFIX = "usage#"
COUNTERS = ("messages", "inputTokens", "outputTokens", "cachedTokens", "pictures")
HEADINGS = (
    "day",
    "user",
    "messages",
    "input tokens",
    "of it cached",
    "output tokens",
    "pictures",
    "cost",
)


@dataclass(frozen=True)
class Usage:
    """What somebody used on a day of the deployment's time zone, or a sum of such.

    Cached tokens are a part of the input.
    """

    day: str
    user: str
    messages: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    pictures: int = 0
    channel: str = field(default=DEFAULT_CHANNEL, kw_only=True)

    def cost(self, prices: Mapping[str, Any], a_thousand_pictures: float = 0) -> float:
        """In the currency of the prices, which are for a million tokens."""
        used = self.input_tokens, self.output_tokens, self.cached_tokens
        return TokenPrices(**prices).cost(*used) + self.pictures * a_thousand_pictures / 1000


def main() -> None:
    """Print a table of the last days."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--channel", help="of this LINE channel alone")
    arguments = parser.parse_args()
    if arguments.days < 1:
        sys.exit("DAYS must be 1 or more.")

    deployment = Deployment.read(arguments.outputs)
    channels, table_name = deployment.channels(arguments.channel), deployment["table_name"]
    print(f"Reading the whole table {table_name}, which AWS charges for …", file=sys.stderr)
    since = first_day(arguments.days, ZoneInfo(deployment["timezone"]), now())
    with errors_as_sentences():
        dynamodb = boto3.client("dynamodb", region_name=deployment["region"])
        found = [each for each in read(dynamodb, table_name, since) if each.channel in channels]
    of_tools = deployment.get("tool_prices") or {}
    a_thousand_pictures = of_tools.get("image_generation") or 0
    for line in lines(found, deployment.get("token_prices"), a_thousand_pictures):
        print(line)


def now() -> datetime:
    return datetime.now(UTC)


def first_day(days: int, timezone: ZoneInfo, now: datetime) -> date:
    """The first of so many days up to today, counted as the functions count them."""
    return now.astimezone(timezone).date() - timedelta(days=days - 1)


def read(dynamodb: "DynamoDBClient", table_name: str, since: date) -> Iterator[Usage]:
    """The usage of each user and day from `since` on, in no order, page by page."""
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table_name,
        FilterExpression="begins_with(id, :prefix)",
        ExpressionAttributeValues={":prefix": {"S": PREFIX}},
        ProjectionExpression=", ".join(("id", *COUNTERS)),
    )
    items = 0
    for page in pages:
        items += page["ScannedCount"]
        print(f"  {items:,} items", file=sys.stderr)
        for item in page["Items"]:
            usage = _usage(item)
            if usage.day >= since.isoformat():
                yield usage


def _usage(item: Mapping[str, Any]) -> Usage:
    user_id, day = item["id"]["S"].removeprefix(PREFIX).rsplit("#", 1)
    counts = [int(item[name]["N"]) if name in item else 0 for name in COUNTERS]
    return Usage(day, hashed(user_id), *counts, channel=channel_of(user_id))


def lines(
    found: Iterable[Usage], prices: Mapping[str, Any] | None, a_thousand_pictures: float = 0
) -> Iterator[str]:
    """A table: the newest day first, in a day whoever used most, at the end the sum."""
    usages = sorted(found, key=lambda each: each.input_tokens + each.output_tokens, reverse=True)
    usages.sort(key=lambda each: each.day, reverse=True)
    total = Usage(
        "total",
        f"{len({each.user for each in usages})} users",
        sum(each.messages for each in usages),
        sum(each.input_tokens for each in usages),
        sum(each.output_tokens for each in usages),
        sum(each.cached_tokens for each in usages),
        sum(each.pictures for each in usages),
    )
    is_shared = any(each.channel != DEFAULT_CHANNEL for each in usages)
    headings = HEADINGS if prices else HEADINGS[:-1]
    yield _row(*headings, *(("channel",) if is_shared else ()))
    for each in (*usages, total):
        counts = [each.messages, each.input_tokens, each.cached_tokens, each.output_tokens]
        counts.append(each.pictures)
        cost = (f"{each.cost(prices, a_thousand_pictures):,.4f}",) if prices else ()
        channel = (each.channel,) if is_shared and each is not total else ()
        yield _row(each.day, each.user, *(f"{count:,}" for count in counts), *cost, *channel)
    if prices:
        yield "The cost is an estimate: by token_prices, and tool_prices of pictures."
    else:
        yield "Set token_prices and run `make apply` to see an estimate of the cost."


def _row(day: str, user: str, *cells: str) -> str:
    return f"{day:10}  {user:32}" + "".join(f"  {cell:>13}" for cell in cells)


if __name__ == "__main__":
    main()
