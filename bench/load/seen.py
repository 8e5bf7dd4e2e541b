"""What became of it: in the queue, in the table, in the functions' logs, and in the chats."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
import httpx

from bench.load.traffic import Said
from simulator.processes import wait_until

QUEUES = ("queue_url", "summary_queue_url", "dead_letter_queue_url")
ANSWER = re.compile(r'You said "(Message \d+)"')
DELIVERED = ("delivered", "unknown")
"""Two ends of a turn that are shown: of the second, nobody knows."""

type Line = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """An answer in a chat: what it is about, when that was sent, and since when it is there."""

    chat_id: str
    words: str
    sent_at: datetime
    at: datetime


class Stack:
    """A running stack, looked at from outside."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.simulator_url = str(description["simulator_url"])
        self._outputs = description["terraform_outputs"]
        session = boto3.Session("test", "test", region_name=description["region"])
        url = description["aws_endpoint_url"]
        self._sqs = session.client("sqs", endpoint_url=url)
        self._dynamodb = session.client("dynamodb", endpoint_url=url)
        self._logs = session.client("logs", endpoint_url=url)
        self._control = httpx.Client(base_url=self.simulator_url, timeout=60, trust_env=False)

    def fault(self, fault: Mapping[str, Any]) -> None:
        """Have a stand-in do this wrong."""
        self._control.post("/control/faults", json=fault).raise_for_status()

    def settle(self, seconds: float) -> bool:
        """Wait until nothing is left to be done. False if something is after so many seconds."""
        return wait_until(lambda: not any(map(self._waiting, QUEUES)), seconds)

    def _waiting(self, queue: str) -> int:
        kept = self._sqs.get_queue_attributes(
            QueueUrl=self._outputs[queue], AttributeNames=["All"]
        )["Attributes"]
        return int(kept["ApproximateNumberOfMessages"]) + int(
            kept["ApproximateNumberOfMessagesNotVisible"]
        )

    def stored(self) -> Counter[tuple[str, str]]:
        """The chat and the words of every message that the table has, with its answer."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._outputs["table_name"], ConsistentRead=True
        )
        items = {item["id"]["S"]: item for page in pages for item in page["Items"]}
        return Counter(
            (item["lineUserId"]["S"], item["content"]["S"])
            for item_id, item in items.items()
            if item.get("role", {}).get("S") == "user" and f"{item_id}#assistant" in items
        )

    def log(self, function: str, since: float) -> list[Line]:
        """What a function logged since then, but for its metrics."""
        group = self._outputs["log_group_names"][function]
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=int(since * 1000)
        )
        messages = (event["message"] for page in pages for event in page["events"])
        return [line for line in _read(messages) if "_aws" not in line]

    def shown(self, chats: Iterable[str]) -> list[Shown]:
        """What the people of these chats see of the bot."""
        found = []
        for chat in chats:
            bubbles = self._control.get(f"/control/chats/{chat}").json()["messages"]
            asked = {each["text"]: each["at"] for each in bubbles[::-1] if each["from"] == "user"}
            for bubble in bubbles:
                if bubble["from"] == "bot":
                    about = ANSWER.match(bubble["text"])
                    words = about[1] if about else bubble["text"]
                    times = asked.get(words, bubble["at"]), bubble["at"]
                    found.append(Shown(chat, words, *map(datetime.fromisoformat, times)))
        return found


def _read(messages: Iterable[str]) -> Iterator[Line]:
    """The lines that are JSON objects: Lambda writes others."""
    for message in messages:
        if message.startswith("{"):
            try:
                yield json.loads(message)
            except ValueError:
                continue


def own_milliseconds(log: Sequence[Line]) -> dict[str, list[float]]:
    """How long the webhook's code took, by the event that it was about."""
    took = {each["request_id"]: each["milliseconds"] for each in log if "status" in each}
    found: dict[str, list[float]] = {}
    for each in log:
        if "event_id" in each and each["request_id"] in took:
            found.setdefault(each["event_id"], []).append(took[each["request_id"]])
    return found


def ends(log: Sequence[Line]) -> list[Line]:
    """The worker's last words about each event."""
    return [each for each in log if "outcome" in each]


def unlike(told: Sequence[Said], found: Mapping[str, Counter[tuple[str, str]]]) -> list[str]:
    """Where what was found is not exactly what was said, each once."""
    wanted = Counter((each.chat_id, each.words) for each in told)
    return [
        f"{name}: {len(missing)} are missing, {len(more)} are too many"
        for name, counted in found.items()
        if (missing := list((wanted - counted).elements()))
        + (more := list((counted - wanted).elements()))
    ]
