"""Events that could not be handled, and what operators do about them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.line.identities import line_id
from simulator.processes import StackError, wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line, text
from tests.e2e.operating.test_operations import hashed_id

DEAD = "dead_letter_queue_url"


@pytest.fixture(autouse=True)
def emptied(aws: Aws) -> Iterator[None]:
    """Other tests find no dead letters of these."""
    yield
    aws.sqs.purge_queue(QueueUrl=aws.outputs[DEAD])


def die(line: Line, aws: Aws, *events: dict[str, Any]) -> list[str]:
    """Post events that LINE lets nobody answer until they are given up. Returns their ids."""
    line.fault("line", "reply", "status", status=429, times=0)
    posted = line.post(*events)["events"]
    assert wait_until(lambda: aws.waiting(DEAD) == len(events), 120), "They were not given up."
    line.control.delete("/control/faults").raise_for_status()
    return [event["webhookEventId"] for event in posted]


def put(aws: Aws, queue: str, user: str, name: str, body: str) -> None:
    """Put something into a queue, in the group of the user's chat."""
    aws.sqs.send_message(
        QueueUrl=aws.outputs[queue],
        MessageBody=body,
        MessageGroupId=line_id(user),
        MessageDeduplicationId=name,
    )


def words_to(line: Line, user: str) -> list[str]:
    return [words for _, words in line.shown(user)]


def test_one_is_redriven_and_answered_once_and_another_dropped_with_a_reason(
    line: Line, aws: Aws, stack: Stack
) -> None:
    again, given_up = die(line, aws, text("A private matter", "dl-a"), text("Hello", "dl-b"))
    assert (words_to(line, "dl-a"), words_to(line, "dl-b")) == ([], [])

    listed = stack.make("dead-letters")
    rows = [row.split() for row in listed.splitlines() if row.startswith("events ")]
    assert {(row[1], row[2], row[6], row[7], row[8]) for row in rows} == {
        ("message", hashed_id(user), event_id, "passing", "kaiwa.line.errors.LineUnavailableError:")
        for user, event_id in {"dl-a": again, "dl-b": given_up}.items()
    }
    assert "2 passing\n" in listed
    for secret in ("Hello", "private", line_id("dl-a"), line_id("dl-b")):
        assert secret not in listed
    kept = aws.sqs.receive_message(
        QueueUrl=aws.outputs[DEAD], MaxNumberOfMessages=10, VisibilityTimeout=0
    )["Messages"]
    for name in ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY"):
        assert stack.environment[name] not in json.dumps(kept)

    assert "1 put back.\n" in stack.make("redrive", f"CHAT={hashed_id('dl-a')}")
    line.settle()
    assert words_to(line, "dl-a") == ['You said "A private matter".']
    assert len(line.calls("openai")) == 2
    assert aws.waiting(DEAD) == 1

    reason = "It isn't worth an answer any more"
    with pytest.raises(StackError, match="Say why"):
        stack.make("drop", f"EVENT={given_up}")
    assert "1 dropped.\n" in stack.make("drop", f"EVENT={given_up}", f"REASON={reason}")
    assert stack.make("dead-letters").endswith("There are no dead letters.\n")
    assert words_to(line, "dl-b") == []
    (record,) = [json.loads(each) for each in aws.log_lines("line_reply") if "was dropped" in each]
    assert (record["event_id"], record["reason"]) == (given_up, reason)


def test_one_that_a_redrive_left_in_both_queues_is_answered_once(line: Line, aws: Aws) -> None:
    (event,) = line.post(text("Hello", "dl-c"))["events"]
    line.settle()
    put(aws, "queue_url", "dl-c", "as after five minutes", json.dumps(event))
    line.settle()
    assert words_to(line, "dl-c") == ['You said "Hello".']
    assert len(line.calls("openai")) == 1


def test_poison_is_put_back_only_if_it_is_asked_for(line: Line, aws: Aws, stack: Stack) -> None:
    put(aws, DEAD, "dl-d", "1", "no JSON: 極秘")
    listed = stack.make("dead-letters")
    assert "unreadable: event\n1 poison\n" in listed
    assert "極秘" not in listed
    assert "0 put back.\n1 left that would fail again" in stack.make("redrive")
    assert aws.waiting(DEAD) == 1
    assert "1 put back.\n" in stack.make("redrive", "POISON=1")
    line.settle()
    assert aws.waiting(DEAD) == 0
