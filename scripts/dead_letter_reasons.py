"""Why events ended in a dead-letter queue, as far as the worker's log tells."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kaiwa.exports import NotDeletedError
from kaiwa.line.errors import ContentNotReadyError, LineUnavailableError, LineUnclearError
from kaiwa.model.errors import ModelTimeoutError, ModelUnavailableError
from kaiwa.parameters import UnsetSecretError
from kaiwa.settings import MissingSettingError
from kaiwa.table.deletion import StillThereError
from kaiwa.table.transactions import TableBusyError
from scripts.dead_letter_queue import DeadLetter

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import FilteredLogEventTypeDef

NOT_HANDLED, DONE = "The event was not handled.", "The event is done."
KILLED = re.compile("Task timed out|Runtime exited|Runtime.OutOfMemory")
"""What Lambda itself logs of a worker that it stopped."""

PASSING_ERRORS = {
    f"{error.__module__}.{error.__qualname__}"
    for error in (
        ContentNotReadyError,
        LineUnavailableError,
        LineUnclearError,
        MissingSettingError,
        ModelTimeoutError,
        ModelUnavailableError,
        NotDeletedError,
        StillThereError,
        TableBusyError,
        UnsetSecretError,
    )
}
"""What passes by itself, or once somebody has set what was never set."""
PASSING_MODULES = (
    "aws_lambda_powertools.utilities.parameters.exceptions.",
    "botocore.exceptions.",
    "pynamodb.exceptions.",
)
"""AWS out of reach, or refusing what it will not refuse for ever …"""
WRONG_REQUESTS = {"ParamValidationError", "SerializationException", "ValidationException"}
"""… unless it refuses the request itself, as it would the next time."""

QUOTABLE = re.compile(r"[\w.:#-]{1,128}")
"""Ids that need no thought inside a filter pattern. Those of LINE and Kaiwa are such."""
LONGEST_PATTERN = 1024
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html"""
LONGEST_WAIT = timedelta(days=4)
"""For how long a queue keeps an event before it is tried (`fifo_queue` in Terraform)."""


class Verdict(StrEnum):
    """What a further attempt can be hoped to bring."""

    PASSING = "passing"
    POISON = "poison"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reason:
    """Why it is there: whether that passes, and what is known of it, in a line."""

    verdict: Verdict
    words: str


@dataclass
class _Trace:
    """What the log has of an event: how its last attempt ended, and the last attempt's request."""

    end: Mapping[str, Any] | None = None
    request_id: str | None = None


@dataclass
class Reasons:
    """Looks reasons up in the log group of the worker, each event once."""

    logs: "CloudWatchLogsClient"
    log_group: str
    _known: dict[str, Reason] = field(default_factory=dict)

    def not_known(self, letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        """Those for which the log is still to be read."""
        return [each for each in letters if each.message_id not in self._known]

    def of(self, letters: Sequence[DeadLetter]) -> dict[str, Reason]:
        """The reason of each, by SQS's id."""
        new = self.not_known(letters)
        traces = self._traces([each for each in new if each.unreadable is None])
        for each in new:
            self._known[each.message_id] = self._reason(each, traces.get(each.event_id))
        return {each.message_id: self._known[each.message_id] for each in letters}

    def _reason(self, letter: DeadLetter, trace: _Trace | None) -> Reason:
        if letter.unreadable is not None:
            return Reason(Verdict.POISON, f"unreadable: {letter.unreadable}")
        if trace and trace.end:
            return reason_of(trace.end)
        if trace and trace.request_id and (words := self._killed(letter, trace.request_id)):
            return Reason(Verdict.POISON, f"the worker was stopped: {words}")
        return Reason(Verdict.UNKNOWN, "the log says nothing of it")

    def _traces(self, letters: Sequence[DeadLetter]) -> dict[str, _Trace]:
        traces = {each.event_id: _Trace() for each in letters if QUOTABLE.fullmatch(each.event_id)}
        if not traces:
            return {}
        for pattern in patterns(traces):
            for line in self._lines(letters, pattern):
                entry = _entry(line["message"])
                if trace := traces.get(str(entry.get("event_id"))):
                    trace.request_id = entry.get("request_id")
                    if entry.get("message") in {NOT_HANDLED, DONE}:
                        trace.end = entry
        return traces

    def _killed(self, letter: DeadLetter, request_id: str) -> str | None:
        """What Lambda says of a request that it ended. It says so in plain text."""
        for line in self._lines([letter], f'"{request_id}"'):
            if found := KILLED.search(line["message"]):
                return found.group()
        return None

    def _lines(
        self, letters: Sequence[DeadLetter], pattern: str
    ) -> "list[FilteredLogEventTypeDef]":
        """Lines that the pattern finds, the oldest first. Emulators may find more."""
        since = min(_earliest(each) for each in letters)
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=self.log_group,
            filterPattern=pattern,
            startTime=int(since.timestamp() * 1000),
        )
        lines = [line for page in pages for line in page["events"]]
        return sorted(lines, key=lambda line: line["timestamp"])


def _earliest(letter: DeadLetter) -> datetime:
    """When it can first have been tried. Of a FIFO queue's, SQS dates dead letters anew.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
    """
    longest_ago = letter.queued_at - LONGEST_WAIT
    return min(letter.queued_at, max(letter.happened_at or longest_ago, longest_ago))


def reason_of(end: Mapping[str, Any]) -> Reason:
    """The reason that a line of the log tells with which an attempt ended."""
    if end["message"] == DONE:
        return Reason(Verdict.PASSING, f"a double of one that is done: {end.get('outcome')}")
    failure = end["failure"]
    words = str(failure["error"])
    for name in ("code", "reason"):
        if name in failure:
            words += f": {failure[name]}"
    if failure.get("raised_at"):
        words += f", at {failure['raised_at'][-1]}"
    return Reason(verdict_on(failure), f"{words}, attempt {end.get('attempt')}")


def verdict_on(failure: Mapping[str, Any]) -> Verdict:
    """Whether trying again can help. What is not known to pass is a defect."""
    error = str(failure["error"])
    passes = error in PASSING_ERRORS or error.startswith(PASSING_MODULES)
    wrong = {failure.get("code"), error.rpartition(".")[2]} & WRONG_REQUESTS
    return Verdict.PASSING if passes and not wrong else Verdict.POISON


def patterns(event_ids: Iterable[str]) -> Iterator[str]:
    """Filter patterns for all lines of these events, as few as fit.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """
    terms: list[str] = []
    for event_id in event_ids:
        term = f'($.event_id = "{event_id}")'
        if terms and len(_pattern([*terms, term])) > LONGEST_PATTERN:
            yield _pattern(terms)
            terms = []
        terms.append(term)
    yield _pattern(terms)


def _pattern(terms: Iterable[str]) -> str:
    return "{ " + " || ".join(terms) + " }"


def _entry(line: str) -> Mapping[str, Any]:
    """A line of the worker's own, as JSON; nothing, if it is Lambda's."""
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
