"""What is dropped, on record."""

from typing import Any

import pytest
from botocore.client import BaseClient

from kaiwa.line.errors import LineUnavailableError
from kaiwa.log import hashed
from tests.unit.scripts.dead_letters.ward import (
    ALICE,
    BOB,
    Ward,
    interrupt,
    make_call,
    rows,
)


def test_one_is_dropped_and_why_is_on_record(ward: Ward) -> None:
    kept, dropped = ward.die(), ward.die(error=ZeroDivisionError())
    printed = ward.run("drop", "--event", dropped, "--reason", "It isn't worth it: issue 7")
    assert f"Dropped {dropped} (message, chat {hashed(ALICE)}).\n1 dropped.\n" in printed
    assert ward.events("dead_letter_queue_url") == [kept]
    (line,) = ward.operations()
    assert "T" in line.pop("timestamp")
    assert "T" in line.pop("happened_at")
    assert line == {
        "level": "INFO",
        "message": "A dead letter was dropped.",
        "service": "operations",
        "by": "arn:aws:sts::123456789012:user/moto",
        "event_id": dropped,
        "event_type": "message",
        "conversation": hashed(ALICE),
        "verdict": "poison",
        "cause": "builtins.ZeroDivisionError, attempt 5",
        "reason": "It isn't worth it: issue 7",
    }


def test_all_of_a_chat_are_dropped_each_with_a_record(ward: Ward) -> None:
    ids = [ward.die(chat) for chat in (*[ALICE] * 12, BOB)]
    assert "\n12 dropped.\n" in ward.run("drop", "--chat", hashed(ALICE), "--reason", "A test")
    assert ward.events("dead_letter_queue_url") == ids[12:]
    assert [line["event_id"] for line in ward.operations()] == ids[:12]


def test_what_cannot_be_read_is_dropped_by_the_id_that_is_listed(ward: Ward) -> None:
    ward.die(body="not JSON")
    (row,) = rows(ward.run("list"))
    assert "\n1 dropped.\n" in ward.run("drop", "--event", row[4], "--reason", "No JSON")


def test_without_a_record_nothing_is_dropped(ward: Ward) -> None:
    event_id = ward.die(error=LineUnavailableError())
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "PutLogEvents", 1)
        with pytest.raises(SystemExit):
            ward.run("drop", "--event", event_id, "--reason", "A test")
    assert ward.events("dead_letter_queue_url") == [event_id]


def test_a_record_that_cloudwatch_rejects_is_none(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id = ward.die()

    def call(client: Any, name: str, arguments: Any) -> Any:
        rejected = {"rejectedLogEventsInfo": {"tooOldLogEventEndIndex": 1}}
        return rejected if name == "PutLogEvents" else make_call(client, name, arguments)

    with monkeypatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", call)
        with pytest.raises(SystemExit, match="Is this machine's clock right"):
            ward.run("drop", "--event", event_id, "--reason", "A test")
    assert ward.events("dead_letter_queue_url") == [event_id]
