"""What every unit test stands on: an AWS that is moto's, and nothing of the developer's own."""

import io
import json
import logging
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from kaiwa.log import logger
from kaiwa.models import Conversation, EventMarker, Message
from kaiwa.table import MessageTable

TABLE_NAME = "kaiwa-test-messages"
RETENTION = timedelta(days=90)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("AWS_", "OPENAI_", "POWERTOOLS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def messages(aws: None) -> MessageTable:
    """The gateway to a new, empty table."""
    for model in (Message, EventMarker, Conversation):
        model._connection = None
    table = MessageTable(TABLE_NAME, RETENTION)
    Message.create_table(billing_mode="PAY_PER_REQUEST")
    return table


@pytest.fixture
def log_lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged so far: call it for the lines, parsed."""
    handler = logger().registered_handler
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    previous = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(previous)
