"""What is listed, and how the command is read."""

import json
from datetime import timedelta

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.log import hashed
from line_reply.memory.summary_due import SummaryDue
from scripts.dead_letters import age
from tests.unit.scripts.dead_letters.ward import (
    ALICE,
    BOB,
    SECRET_WORDS,
    Ward,
    milliseconds,
    rows,
)


def test_without_dead_letters_it_says_so(ward: Ward) -> None:
    assert ward.run("list") == "There are no dead letters.\n"
    assert ward.run("redrive") == "0 put back.\n"


def test_the_list_says_what_lies_there_and_why_but_no_words_and_no_ids_of_line(ward: Ward) -> None:
    first = ward.die(ALICE, LineUnavailableError(), timestamp=milliseconds(hours_ago=2))
    second = ward.die(BOB, ZeroDivisionError(SECRET_WORDS))
    due = SummaryDue(BOB, "message-1").queued()
    ward.send("summary_dead_letter_queue_url", BOB, due.event_id, json.dumps(due.event))
    printed = ward.run("list")
    nothing = "the log says nothing of it"
    passing, poison = (
        "kaiwa.line.errors.LineUnavailableError, attempt 5",
        "builtins.ZeroDivisionError, attempt 5",
    )
    assert rows(printed) == [
        ["events", "message", hashed(ALICE), "1", first, "passing", passing],
        ["events", "message", hashed(BOB), "1", second, "poison", poison],
        ["summaries", "kaiwa.summary", hashed(BOB), "1", "message-1", "unknown", nothing],
    ]
    assert f"  {hashed(ALICE)}      2 h  " in printed
    assert "\n1 passing, 1 poison, 1 unknown\n" in printed
    for secret in (ALICE, BOB, SECRET_WORDS, "private"):
        assert secret not in printed


def test_what_is_listed_is_at_once_to_be_had_again(ward: Ward) -> None:
    ids = [ward.die(), ward.die(BOB), ward.die()]
    ward.run("list")
    assert [row[4] for row in rows(ward.run("list"))] == ids
    assert [row[3] for row in rows(ward.run("list"))] == ["3", "3", "3"]


def test_what_is_too_old_to_be_answered_is_marked(ward: Ward) -> None:
    ward.die(timestamp=milliseconds(hours_ago=25))
    assert rows(ward.run("list"))[0][-1].endswith("; too old to be answered")


def test_what_cannot_be_read_is_listed_too(ward: Ward) -> None:
    ward.die(body="not JSON")
    ward.die(BOB, message={"id": "1", "type": "text"})
    assert [(row[1], *row[5:]) for row in rows(ward.run("list"))] == [
        ("-", "poison", "unreadable: event"),
        ("message", "poison", "unreadable: message.text"),
    ]


def test_what_lies_behind_ten_of_its_chat_is_counted(ward: Ward) -> None:
    for _ in range(12):
        ward.die()
    printed = ward.run("list")
    assert len(rows(printed)) == 10
    assert "\n2 are hidden: behind ten of their chat, or somebody is seeing to them.\n" in printed


def test_what_somebody_else_holds_is_not_taken_for_nothing(ward: Ward) -> None:
    ward.die()
    ward.sqs.receive_message(QueueUrl=ward.urls["dead_letter_queue_url"], VisibilityTimeout=60)
    assert ward.run("list").startswith("1 are hidden")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["drop", "--reason", "A test"], "Say what to drop"),
        (["drop", "--event", "1", "--chat", "0" * 32, "--reason", "A test"], "Say what to drop"),
        (["drop", "--event", "1"], "Say why"),
        (["drop", "--event", "1", "--reason", " "], "Say why"),
        (["redrive", "--chat", ALICE], "CHAT must be 32 hexadecimal digits"),
        (["redrive", "--chat", "0" * 32], "No dead letter of 00000000000000000000000000000000"),
        (["drop", "--event", "no-such", "--reason", "A test"], "No dead letter of no-such"),
    ],
)
def test_what_is_wrong_with_the_command_is_said(
    ward: Ward, arguments: list[str], sentence: str
) -> None:
    event_id = ward.die()
    with pytest.raises(SystemExit, match=sentence):
        ward.run(*arguments)
    assert ward.events("dead_letter_queue_url") == [event_id]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "0 s"), (119, "119 s"), (7_199, "119 min"), (172_799, "47 h"), (172_800, "2 d")],
)
def test_ages_are_in_the_largest_unit_of_which_there_are_two(seconds: int, words: str) -> None:
    assert age(timedelta(seconds=seconds)) == words
