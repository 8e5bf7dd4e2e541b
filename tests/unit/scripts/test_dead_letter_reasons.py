"""Why an event is dead, from lines of the worker's log on moto."""

import inspect
import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError
from pynamodb.exceptions import TransactWriteError

from kaiwa.line.errors import LineRefusedError, LineUnavailableError
from kaiwa.log import described
from kaiwa.parameters import UnsetSecretError
from kaiwa.table.transactions import TableBusyError
from line_reply import handler
from scripts.dead_letter_queue import DeadLetter
from scripts.dead_letter_reasons import (
    DONE,
    LONGEST_PATTERN,
    NOT_HANDLED,
    Reason,
    Reasons,
    Verdict,
    patterns,
    verdict_on,
)

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient

GROUP = "/aws/lambda/worker"
PASSING, POISON, UNKNOWN = Verdict.PASSING, Verdict.POISON, Verdict.UNKNOWN


def aws_error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "PutItem")


def letter(event_id: str, **changes: Any) -> DeadLetter:
    at = datetime.now(UTC) - timedelta(seconds=10)
    return DeadLetter(
        **{
            "message_id": f"sqs-{event_id}",
            "event_id": event_id,
            "type": "message",
            "chat": "0" * 32,
            "happened_at": at,
            "queued_at": at,
            "received": 1,
            "too_old": False,
            "unreadable": None,
            "group": "U1",
            "body": "{}",
            "handle": "handle",
            **changes,
        }
    )


@pytest.fixture
def logs(aws: None) -> "CloudWatchLogsClient":
    logs: CloudWatchLogsClient = boto3.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    for stream in "12":
        logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
    return logs


def put(logs: "CloudWatchLogsClient", *lines: Any, stream: str = "1", later: int = 0) -> None:
    """Lines of the log, a millisecond apart; texts as they are, all else as JSON."""
    at = int(time.time() * 1000) + later
    logs.put_log_events(
        logGroupName=GROUP,
        logStreamName=stream,
        logEvents=[
            {
                "timestamp": at + number,
                "message": line if isinstance(line, str) else json.dumps(line),
            }
            for number, line in enumerate(lines)
        ],
    )


def failed(event_id: str, error: BaseException, attempt: int = 5) -> dict[str, Any]:
    return {
        "message": NOT_HANDLED,
        "event_id": event_id,
        "attempt": attempt,
        "failure": described(error),
    }


def reason(logs: "CloudWatchLogsClient", event_id: str = "1") -> Reason:
    (found,) = Reasons(logs, GROUP).of([letter(event_id)]).values()
    return found


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (LineUnavailableError(), PASSING),
        (TableBusyError(), PASSING),
        (UnsetSecretError("OPEN_AI_API_KEY was never set."), PASSING),
        (EndpointConnectionError(endpoint_url="https://sqs.example"), PASSING),
        (aws_error("ProvisionedThroughputExceededException"), PASSING),
        (aws_error("AccessDeniedException"), PASSING),
        (TransactWriteError("", aws_error("TransactionCanceledException")), PASSING),
        (aws_error("ValidationException"), POISON),
        (TransactWriteError("", aws_error("ValidationException")), POISON),
        (ParamValidationError(report="no such member"), POISON),
        (LineRefusedError(), POISON),
        (ZeroDivisionError(), POISON),
        (MemoryError(), POISON),
    ],
)
def test_a_fault_that_passes_is_told_from_a_defect(error: Exception, verdict: Verdict) -> None:
    assert verdict_on(described(error)) is verdict


def test_the_reason_says_what_and_where_in_the_words_of_the_log(
    logs: "CloudWatchLogsClient",
) -> None:
    try:
        raise UnsetSecretError("OPEN_AI_API_KEY was never set.")
    except UnsetSecretError as error:
        put(logs, "START RequestId: 1", failed("1", error), failed("2", ZeroDivisionError()))
    found = reason(logs)
    assert found.verdict is PASSING
    assert found.words.startswith(
        "kaiwa.parameters.UnsetSecretError: OPEN_AI_API_KEY was never set., "
        "at test_dead_letter_reasons.py:"
    )
    assert found.words.endswith(
        " test_the_reason_says_what_and_where_in_the_words_of_the_log, attempt 5"
    )


def test_the_last_attempt_counts_whichever_stream_it_is_in(logs: "CloudWatchLogsClient") -> None:
    put(logs, failed("1", ZeroDivisionError(), 5), stream="1", later=500)
    put(logs, failed("1", LineUnavailableError(), 1), stream="2")
    assert reason(logs) == Reason(POISON, "builtins.ZeroDivisionError, attempt 5")


def test_an_event_that_is_done_by_now_is_a_double(logs: "CloudWatchLogsClient") -> None:
    done = {"message": DONE, "event_id": "1", "outcome": "delivered"}
    put(logs, failed("1", ZeroDivisionError()), done)
    assert reason(logs) == Reason(PASSING, "a double of one that is done: delivered")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "2026-12-01T00:00:00.000Z request-5 Task timed out after 150.05 seconds",
            "Task timed out",
        ),
        ("RequestId: request-5 Error: Runtime exited with error: signal: killed", "Runtime exited"),
    ],
)
def test_a_worker_that_was_stopped_is_poison(
    logs: "CloudWatchLogsClient", said: str, words: str
) -> None:
    calls = [
        {"message": "Called LINE.", "event_id": "1", "request_id": f"request-{number}"}
        for number in (4, 5)
    ]
    put(logs, *calls, said.replace("5 ", "9 ", 1), said)
    assert reason(logs) == Reason(POISON, f"the worker was stopped: {words}")


def test_what_the_log_does_not_know_is_unknown(logs: "CloudWatchLogsClient") -> None:
    put(logs, failed("2", ZeroDivisionError()), {"message": "Called LINE.", "event_id": "1"})
    nothing = Reason(UNKNOWN, "the log says nothing of it")
    assert reason(logs) == nothing
    assert reason(logs, 'a"quote') == nothing


def test_the_log_is_read_once_for_each_event(logs: "CloudWatchLogsClient") -> None:
    reasons = Reasons(logs, GROUP)
    put(logs, failed("1", LineUnavailableError()))
    first = reasons.of([letter("1")])
    put(logs, failed("1", ZeroDivisionError()), failed("2", ZeroDivisionError()), later=50)
    both = reasons.of([letter("1"), letter("2")])
    assert both["sqs-1"] == first["sqs-1"]
    assert both["sqs-2"].verdict is POISON


@pytest.mark.parametrize(
    ("hours_ago", "happened", "verdict"),
    [
        (3, timedelta(hours=4), POISON),
        (3, timedelta(hours=2), UNKNOWN),  # before it happened it was not tried
        (3, None, POISON),
        (3, timedelta(hours=-1), UNKNOWN),
        (100, timedelta(days=40), UNKNOWN),  # nor before it can have been in its queue
    ],
)
def test_the_log_is_read_from_when_it_can_first_have_been_tried(
    logs: "CloudWatchLogsClient", hours_ago: int, happened: timedelta | None, verdict: Verdict
) -> None:
    put(logs, failed("1", ZeroDivisionError()), later=-hours_ago * 3_600_000)
    happened_at = happened and datetime.now(UTC) - happened
    (found,) = Reasons(logs, GROUP).of([letter("1", happened_at=happened_at)]).values()
    assert found.verdict is verdict


def test_the_worker_logs_what_is_looked_for() -> None:
    source = inspect.getsource(handler)
    assert f'"{NOT_HANDLED}"' in source
    assert f'"{DONE}"' in source


def test_one_pattern_asks_for_as_many_events_as_fit() -> None:
    assert list(patterns(["01A", "01B"])) == ['{ ($.event_id = "01A") || ($.event_id = "01B") }']
    ids = [letter * 128 for letter in "abcdefghij"]
    many = list(patterns(ids))
    assert len(many) == 2
    assert all(len(pattern) <= LONGEST_PATTERN for pattern in many)
    assert all(any(f'"{each}"' in pattern for pattern in many) for each in ids)
