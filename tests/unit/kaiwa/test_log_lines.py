"""What a line of the log is made of."""

import io
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kaiwa.log import Log, logger

type Lines = Callable[[], list[dict[str, Any]]]


def test_a_line_has_what_is_documented_and_the_fields_of_its_context(
    log_lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "line_reply")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3f;Parent=53;Sampled=1")
    with logger().context(request_id="1", attempt=1), logger().context(attempt=2):
        logger().warning("It happened.", what={1: "a"})
    logger().info("Later.")
    first, later = log_lines()
    assert datetime.fromisoformat(first.pop("timestamp")).utcoffset() is not None
    number = test_a_line_has_what_is_documented_and_the_fields_of_its_context.__code__
    assert first == {
        "level": "WARNING",
        "location": f"{number.co_name}:{number.co_firstlineno + 6}",
        "message": "It happened.",
        "service": "line_reply",
        "request_id": "1",
        "attempt": 2,
        "what": {"1": "a"},
        "xray_trace_id": "1-5759e988-bd862e3f",
    }
    assert "attempt" not in later


def test_a_context_ends_with_an_error_too(log_lines: Lines) -> None:
    with pytest.raises(ValueError, match="odd"), logger().context(attempt=1):
        raise ValueError("odd")
    logger().info("Later.")
    assert "attempt" not in log_lines()[0]


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("DEBUG", ["a", "b", "c"]),
        ("INFO", ["a", "b", "c"]),
        ("warning", ["b", "c"]),
        ("ERROR", ["c"]),
        ("CRITICAL", []),
        ("odd", ["a", "b", "c"]),
    ],
)
def test_the_environment_says_from_which_level_on(
    monkeypatch: pytest.MonkeyPatch, level: str, shown: list[str]
) -> None:
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", level)
    log, stream, usual = Log(), io.StringIO(), logger().handler
    log.handler.setStream(stream)
    try:
        log.info("a")
        log.warning("b")
        log.error("c")
    finally:
        logging.getLogger("kaiwa").handlers = [usual]
        logging.getLogger("kaiwa").setLevel(logging.INFO)
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == shown


def test_what_is_no_json_is_written_as_text(log_lines: Lines) -> None:
    logger().info("It happened.", what=ValueError("odd"), percent="100 %s")
    line = log_lines()[0]
    assert (line["what"], line["percent"]) == ("odd", "100 %s")
