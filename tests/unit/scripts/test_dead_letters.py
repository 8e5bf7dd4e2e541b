"""Dead letters listed, put back and dropped, on moto's queues and logs."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from kaiwa.line.errors import LineUnavailableError
from kaiwa.log import described, hashed
from line_reply.memory.summary_due import SummaryDue
from scripts import dead_letter_queue, dead_letters
from scripts.dead_letter_queue import Visit
from scripts.dead_letter_reasons import NOT_HANDLED
from scripts.dead_letters import age
from scripts.operations_log import STREAM
from tests.builders import text_event

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient

REGION = "ap-northeast-1"
LOG_GROUP = "/aws/lambda/kaiwa-test-line-reply"
ALICE, BOB = "U" + "a" * 32, "U" + "b" * 32
SECRET_WORDS = "A private matter: 極秘"


def milliseconds(hours_ago: int = 0) -> int:
    """The time, as LINE tells it."""
    return int((time.time() - hours_ago * 3600) * 1000)


@dataclass
class Ward:
    """Four queues, the worker's log, and the chore that is tried on them."""

    sqs: "SQSClient"
    logs: "CloudWatchLogsClient"
    urls: dict[str, str]
    run: Callable[..., str]
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def die(
        self,
        chat: str = ALICE,
        error: Exception | None = None,
        *,
        body: str | None = None,
        **changes: Any,
    ) -> str:
        """Put an event into the dead-letter queue, and its failure into the log. Returns its id."""
        event_id = f"01EVENT{next(self.numbers):03}"
        event = text_event(SECRET_WORDS, webhookEventId=event_id) | {
            "timestamp": milliseconds(),
            "source": {"type": "user", "userId": chat},
            **changes,
        }
        self.send("dead_letter_queue_url", chat, event_id, body or json.dumps(event))
        if error:
            failure = described(error)
            self.log(message=NOT_HANDLED, event_id=event_id, attempt=5, failure=failure)
        return event_id

    def send(self, queue: str, chat: str, event_id: str, body: str) -> None:
        self.sqs.send_message(
            QueueUrl=self.urls[queue],
            MessageBody=body,
            MessageGroupId=chat,
            MessageDeduplicationId=event_id,
        )

    def log(self, **line: Any) -> None:
        """A line of the worker's, as the last one so far."""
        at = milliseconds() + next(self.numbers)
        self.logs.put_log_events(
            logGroupName=LOG_GROUP,
            logStreamName="1",
            logEvents=[{"timestamp": at, "message": json.dumps(line)}],
        )

    def take(self, queue: str = "queue_url") -> list[dict[str, Any]]:
        """All that may be received from a queue, in its order. It is gone afterwards."""
        url, found = self.urls[queue], list[Any]()
        while messages := self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            found += messages
            for message in messages:  # while they are there, the next of their chat are not shown
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def events(self, queue: str = "queue_url") -> list[str]:
        """The ids of the events in a queue, in its order. They are gone afterwards."""
        return [json.loads(each["Body"])["webhookEventId"] for each in self.take(queue)]

    def operations(self) -> list[dict[str, Any]]:
        lines = self.logs.get_log_events(logGroupName=LOG_GROUP, logStreamName=STREAM)["events"]
        return [json.loads(line["message"]) for line in lines]


@pytest.fixture
def ward(
    aws: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Ward:
    monkeypatch.setattr(dead_letter_queue, "WAIT_SECONDS", 0)
    sqs = boto3.client("sqs", region_name=REGION)
    logs = boto3.client("logs", region_name=REGION)
    names = {
        "queue_url": "events",
        "dead_letter_queue_url": "events-dead-letter",
        "summary_queue_url": "summaries",
        "summary_dead_letter_queue_url": "summaries-dead-letter",
    }
    urls = {
        output: sqs.create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})
        for output, name in names.items()
    }
    logs.create_log_group(logGroupName=LOG_GROUP)
    logs.create_log_stream(logGroupName=LOG_GROUP, logStreamName="1")
    outputs: dict[str, Any] = {output: queue["QueueUrl"] for output, queue in urls.items()}
    outputs |= {"region": REGION, "log_group_names": {"line_reply": LOG_GROUP}}
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))

    def run(*arguments: str) -> str:
        """The chore with this command line. Returns what it printed, progress too."""
        monkeypatch.setattr("sys.argv", ["", str(file), *arguments])
        dead_letters.main()
        printed = capsys.readouterr()
        return printed.out + printed.err

    return Ward(sqs, logs, outputs, run)


def rows(printed: str) -> list[list[str]]:
    """The table that was printed, without headings and ages; the reason is the last cell."""
    lines = [line for line in printed.splitlines() if line.startswith(("events", "summaries"))]
    cells = [line.split(maxsplit=8) for line in lines]
    return [[*row[:3], *row[5:]] for row in cells]


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


make_call = BaseClient._make_api_call  # type: ignore[attr-defined]


def interrupt(patch: pytest.MonkeyPatch, operation: str, nth: int) -> None:
    """Stop the process, as Ctrl-C does, in place of the nth call of an operation of AWS's."""
    calls = itertools.count(1)

    def call(client: Any, name: str, arguments: Any) -> Any:
        if name == operation and next(calls) == nth:
            raise KeyboardInterrupt
        return make_call(client, name, arguments)

    patch.setattr(BaseClient, "_make_api_call", call)


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
