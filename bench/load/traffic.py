"""What people send in a step, and LINE's posting of it: some of it twice, none of it in order."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from simulator.line.identities import line_id

MESSAGES_A_CHAT = 2
ONE_IN = 5
"""So many are sent again by LINE, as after an answer that it did not see."""
MOST_POSTS = 5
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Step:
    """`at_once` webhooks are on their way at any time, with messages of so many chats."""

    name: str
    chats: int
    at_once: int
    messages: int = MESSAGES_A_CHAT
    faults: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Said:
    """A message that somebody sends, and the whole event that brings it."""

    message_id: str
    event_id: str
    chat_id: str
    words: str
    event: dict[str, Any]


@dataclass(frozen=True)
class Posted:
    """How LINE's posting of a webhook went."""

    event_id: str
    status: int
    milliseconds: float


def said_in(step: Step, number: int) -> list[Said]:
    """What is said in a step, by chat. The ids are the step's own."""
    told = []
    for chat in range(step.chats):
        for each in range(step.messages):
            place = f"{number:02}{chat:04}{each:02}"
            user = line_id(f"load-{number}-{chat}")
            told.append(_said(place, user))
    return told


def _said(place: str, user: str) -> Said:
    message = {"type": "text", "id": f"5{place:0>17}", "text": f"Message {place}"}
    event_id = f"01LOAD{place:0>20}"
    event = {
        "type": "message",
        "webhookEventId": event_id,
        "replyToken": f"{place:0>32}",
        "source": {"userId": user},
        "message": message,
    }
    return Said(message["id"], event_id, user, message["text"], event)


def post_all(simulator_url: str, step: Step, told: Sequence[Said], seed: int) -> list[Posted]:
    """Have LINE post each as a webhook of its own, shuffled, and some of them twice.

    LINE posts again what is not answered with 200. https://developers.line.biz/en/docs/messaging-api/receiving-messages/#webhook-redelivery
    """
    chance = random.Random(seed)  # noqa: S311
    first = [each.event for each in told]
    again = [
        {**event, "deliveryContext": {"isRedelivery": True}}
        for event in chance.sample(first, len(first) // ONE_IN)
    ]
    order = [*first, *again]
    chance.shuffle(order)
    with (
        httpx.Client(base_url=simulator_url, timeout=PATIENCE_SECONDS, trust_env=False) as line,
        ThreadPoolExecutor(step.at_once) as posting,
    ):
        return [
            each for posts in posting.map(lambda event: _post(line, event), order) for each in posts
        ]


def _post(line: httpx.Client, event: dict[str, Any]) -> list[Posted]:
    """Until it is taken."""
    posts: list[Posted] = []
    while not (posts and posts[-1].status == 200) and len(posts) < MOST_POSTS:
        if posts:
            time.sleep(1)
        went = line.post("/control/webhooks", json={"events": [event]}).json()
        posts.append(Posted(event["webhookEventId"], went["status"], went["milliseconds"]))
    return posts
