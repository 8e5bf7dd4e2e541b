"""What goes back to its queue, and what does not."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from kaiwa.line.errors import LineUnavailableError
from kaiwa.log import hashed
from line_reply.memory.summary_due import SummaryDue
from scripts.dead_letter_queue import Visit
from tests.unit.scripts.dead_letters.ward import (
    ALICE,
    BOB,
    SECRET_WORDS,
    Ward,
    interrupt,
)


def test_all_go_back_in_the_order_of_their_chats_under_new_ids(ward: Ward) -> None:
    ids = [ward.die(chat) for chat in (ALICE, BOB, ALICE, ALICE, BOB)]
    due = SummaryDue(BOB, "message-1").queued()
    ward.send("summary_dead_letter_queue_url", BOB, due.event_id, json.dumps(due.event))
    printed = ward.run("redrive")
    assert f"Put back {ids[0]} (message, chat {hashed(ALICE)}).\n" in printed
    assert printed.endswith("reading the log about 1 …\n")
    assert "\n6 put back.\n" in printed
    back = ward.take()
    assert [json.loads(each["Body"])["webhookEventId"] for each in back] == ids
    assert [each["Attributes"]["MessageGroupId"] for each in back] == [
        *(ALICE, BOB, ALICE, ALICE, BOB)
    ]
    used = {each["Attributes"]["MessageDeduplicationId"] for each in back}
    assert len(used) == 5
    assert used.isdisjoint(ids)
    (summary,) = ward.take("summary_queue_url")
    assert json.loads(summary["Body"]) == due.event
    assert ward.run("list") == "There are no dead letters.\n"
    for secret in (ALICE, BOB, SECRET_WORDS):
        assert secret not in printed


def test_one_chat_goes_back_and_the_others_stay_as_they_are(ward: Ward) -> None:
    ids = [ward.die(chat) for chat in (ALICE, BOB, ALICE, BOB)]
    assert "\n2 put back.\n" in ward.run("redrive", "--chat", hashed(BOB))
    assert ward.events() == [ids[1], ids[3]]
    assert ward.events("dead_letter_queue_url") == [ids[0], ids[2]]


def test_poison_goes_back_only_if_it_is_asked_for(ward: Ward) -> None:
    poison = ward.die(error=ZeroDivisionError())
    passing, unknown = ward.die(error=LineUnavailableError()), ward.die()
    printed = ward.run("redrive")
    assert "\n2 put back.\n1 left that would fail again: POISON=1 puts back these too.\n" in printed
    assert ward.events() == [passing, unknown]
    assert "\n1 put back.\n" in ward.run("redrive", "--poison")
    assert ward.events() == [poison]


def test_of_a_chat_with_nothing_but_poison_it_says_what_is_left(ward: Ward) -> None:
    ward.die(error=ZeroDivisionError())
    printed = ward.run("redrive", "--chat", hashed(ALICE))
    assert "0 put back.\n1 left that would fail again" in printed


def test_what_lies_behind_poison_and_ten_others_goes_back_too(ward: Ward) -> None:
    poison = ward.die(error=ZeroDivisionError())
    ids = [ward.die() for _ in range(25)]
    assert "\n25 put back.\n" in ward.run("redrive")
    assert ward.events() == ids
    assert ward.events("dead_letter_queue_url") == [poison]


def test_what_comes_back_meanwhile_is_not_put_back_for_ever(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back = Visit.put_back

    def fails_again(visit: Visit, letter: Any) -> None:
        put_back(visit, letter)
        ward.send("dead_letter_queue_url", letter.group, str(next(ward.numbers)), letter.body)

    monkeypatch.setattr(Visit, "put_back", fails_again)
    event_id = ward.die()
    printed = ward.run("redrive")
    assert "\n1 put back.\n1 left that came back meanwhile, or are doubles.\n" in printed
    assert (ward.events(), ward.events("dead_letter_queue_url")) == ([event_id], [event_id])


@pytest.mark.parametrize(
    ("operation", "sent"),
    [("SendMessage", 1), ("DeleteMessage", 2), ("ReceiveMessage", 0), ("FilterLogEvents", 0)],
)
def test_interrupted_anywhere_nothing_is_lost_and_a_repetition_ends_it(
    ward: Ward, operation: str, sent: int
) -> None:
    ids = [ward.die() for _ in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, operation, 1 if sent == 0 else 2)
        with pytest.raises(SystemExit, match="Nothing is lost"):
            ward.run("redrive")
    count = ward.sqs.get_queue_attributes(
        QueueUrl=ward.urls["queue_url"], AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert count["Attributes"] == {"ApproximateNumberOfMessages": str(sent)}
    ward.run("redrive")  # within five minutes: SQS throws away what it was sent before
    assert ward.events() == ids
    assert ward.run("list") == "There are no dead letters.\n"


def test_a_refusal_of_aws_is_a_sentence_and_leaves_the_rest(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "SendMessage")

    event_id = ward.die()
    with monkeypatch.context() as patch:
        patch.setattr(Visit, "put_back", refuse)
        with pytest.raises(SystemExit, match="AWS: An error occurred"):
            ward.run("redrive")
    assert ward.events("dead_letter_queue_url") == [event_id]
