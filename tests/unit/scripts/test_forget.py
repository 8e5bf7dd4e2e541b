"""People forgotten, on moto's AWS."""

import re
from typing import Any

import boto3
import pytest

from kaiwa.log import hashed
from kaiwa.queued_event import QueuedEvent
from kaiwa.schedules import Schedules
from kaiwa.table.past import Past
from scripts import forget
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID
from tests.unit.line_reply.stored import items
from tests.unit.scripts.personal import EMAIL, WORDS, Estate, fill, remind
from tests.unit.tables import TABLE_NAME

KINDS = {
    "link": "1",
    "message": "2",
    "message in group": "1",
    "operation": "1",
    "settings": "1",
    "summary": "1",
    "tries": "1",
    "usage": "1",
    "sign in": "1",
    "exported file": "1",
    "dead letter": "2",
}
THEIRS = {"20", "20#assistant", "21", "21#assistant"}


def counts(printed: str, heading: str) -> dict[str, str]:
    """The table below a heading."""
    after = printed.split(f"{heading}\n", 1)[1]
    rows = re.findall(r"(?:^  (\S.*?) {2,}([0-9,]+)$)|^(.*)$", after, re.MULTILINE)
    found = dict[str, str]()
    for kind, number, _ in rows:
        if not kind:
            return found
        found[kind] = number
    return found


def short(item_id: str) -> str:
    return item_id.lstrip("0") if item_id[:1] == "0" else item_id


@pytest.mark.parametrize("named", ["line_id", "hash", "email", "account", "account_hash"])
def test_all_of_a_person_is_deleted_however_they_are_named(estate: Estate, named: str) -> None:
    account_id = fill(estate)
    people = {
        "line_id": USER_ID,
        "hash": hashed(USER_ID),
        "email": EMAIL,
        "account": account_id,
        "account_hash": hashed(account_id),
    }
    before = items()
    printed = estate.run(forget, people[named], "--yes")
    assert counts(printed, f"Of {hashed(USER_ID)} there is:") == KINDS
    assert counts(printed, "Deleted:") == KINDS
    kept = items()
    assert {short(key) for key in kept if key[:1].isdigit()} == THEIRS
    assert [key for key in kept if USER_ID in str(kept[key]) or account_id in str(kept[key])] == []
    assert set(kept) - set(before) == {f"erasure#{hashed(USER_ID)}"}
    assert kept[f"conversation#{OTHER_USER_ID}"] == before[f"conversation#{OTHER_USER_ID}"]
    assert estate.files() == ["2.csv"]
    assert estate.emails() == ["taro@example.com"]
    dead = estate.bodies("dead_letter_queue_url")
    assert sorted(re.findall("01DEAD.|01GROUP.", "".join(dead))) == ["01DEAD2", "01GROUP2"]
    assert [word for word in WORDS if word in printed] == []


def test_reminders_go_with_what_would_fire_them(estate: Estate) -> None:
    fill(estate)
    scheduler = boto3.client("scheduler")
    scheduler.create_schedule_group(Name="reminders")
    estate.outputs["reminder_group"] = "reminders"
    schedules = Schedules("reminders", "arn:aws:iam::1:role/r", "arn:aws:sqs:r:1:q.fifo")
    for chat_id, person_id in (
        (USER_ID, USER_ID),
        (OTHER_USER_ID, OTHER_USER_ID),
        (GROUP_ID, USER_ID),
        (GROUP_ID, OTHER_USER_ID),
    ):
        reminder = remind(estate.world, chat_id, person_id)
        schedules.create(reminder.id, reminder.at, QueuedEvent(chat_id, reminder.id, {}))
    estate.run(forget, USER_ID, "--yes")
    left = [each["Name"] for each in scheduler.list_schedules()["Schedules"]]
    chats = (USER_ID, OTHER_USER_ID, GROUP_ID)
    known = [each.id for chat_id in chats for each in estate.world.reminders.of_chat(chat_id)]
    assert sorted(left) == sorted(known) == ["reminder-2-C3", "reminder-2-U2"]


def test_who_did_it_is_written_down_before(estate: Estate) -> None:
    fill(estate)
    estate.run(forget, USER_ID, "--yes")
    found = {kind.replace(" ", "_"): int(number) for kind, number in KINDS.items()}
    assert estate.operations() == [
        {
            "level": "INFO",
            "message": "A person is forgotten.",
            "service": "operations",
            "conversation": hashed(USER_ID),
            "found": found,
            "sign_in": "delete",
        }
    ]


@pytest.mark.parametrize("answer", ["no", "", "y"])
def test_without_a_yes_nothing_is_deleted(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    fill(estate)
    before = items()
    monkeypatch.setattr("builtins.input", lambda _: answer)
    with pytest.raises(SystemExit, match=r"^Nothing was deleted\.$"):
        estate.run(forget, USER_ID)
    assert items() == before
    assert set(estate.emails()) == {"taro@example.com", EMAIL}


@pytest.mark.parametrize(
    ("existing", "arguments", "left"),
    [
        (False, ["--sign-in", "keep"], {EMAIL, "taro@example.com"}),
        (True, [], {EMAIL, "taro@example.com"}),
        (True, ["--sign-in", "delete"], {"taro@example.com"}),
    ],
)
def test_a_sign_in_is_kept_if_that_is_asked_for_or_the_pool_is_shared(
    estate: Estate, existing: bool, arguments: list[str], left: set[str]
) -> None:
    fill(estate)
    estate.outputs["existing_user_pool"] = existing
    printed = estate.run(forget, USER_ID, "--yes", *arguments)
    assert set(estate.emails()) == left
    assert ("SIGN_IN=delete" in printed) == (EMAIL in left)
    assert [key for key in items() if key.startswith("account#")] == []


def test_somebody_who_signs_in_but_has_no_chat(estate: Estate) -> None:
    fill(estate)
    printed = estate.run(forget, "taro@example.com", "--yes")
    assert counts(printed, "Deleted:") == {"sign in": "1"}
    assert estate.emails() == [EMAIL]


def test_a_group_is_a_chat_too(estate: Estate) -> None:
    fill(estate)
    estate.run(forget, GROUP_ID, "--yes")
    assert [key for key, item in items().items() if GROUP_ID in key] == []
    assert {short(key) for key in items() if key[:1].isdigit()} == {
        *("10", "10#assistant"),
        *("20", "20#assistant"),
    }
    assert "01GROUP" not in "".join(estate.bodies("dead_letter_queue_url"))


def test_while_events_wait_the_chats_item_stays_until_it_is_run_again(estate: Estate) -> None:
    fill(estate)
    estate.put("queue_url", OTHER_USER_ID, {"webhookEventId": "01WAITS"})
    printed = estate.run(forget, USER_ID, "--yes")
    assert "1 events wait in the queue" in printed
    assert "Run it again" in printed
    assert "settings" not in {k for k, n in counts(printed, "Deleted:").items() if n != "0"}
    assert "forgottenAt" in items()[f"conversation#{USER_ID}"]
    estate.bodies("queue_url")
    estate.run(forget, USER_ID, "--yes")
    assert f"conversation#{USER_ID}" not in items()


def test_what_is_said_meanwhile_is_kept_and_told(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(estate)
    delete = Past.delete

    def say_then(past: Past, *arguments: Any) -> None:
        delete(past, *arguments)
        estate.world.say("Mine again", 40)

    monkeypatch.setattr(Past, "delete", say_then)
    printed = estate.run(forget, USER_ID, "--yes")
    assert "what was said since: 1 message" in printed
    assert "Run it again" in printed
    assert f"conversation#{USER_ID}" in items()
    monkeypatch.setattr(Past, "delete", delete)
    estate.run(forget, USER_ID, "--yes")
    assert [key for key, item in items().items() if USER_ID in str(item)] == []


def test_what_an_operator_must_see_to_is_told(estate: Estate) -> None:
    fill(estate)
    other = f"{TABLE_NAME}-20261203T021000Z"
    dynamodb = estate.dynamodb()
    dynamodb.create_table(
        TableName=other,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    estate.allow(USER_ID)
    printed = estate.run(forget, USER_ID, "--yes")
    assert f"The table {other}, of a restore, has all of it still" in printed
    assert "The LINE id is in allowed_user_ids" in printed


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("hanako", "PERSON must be a LINE id"),
        ("jiro@example.com", "Nobody signs in with this address."),
        ("0" * 32, "Nothing in the table is of 0{32}"),
    ],
)
def test_nobody_is_found_by_anything_else(estate: Estate, named: str, sentence: str) -> None:
    fill(estate)
    before = items()
    with pytest.raises(SystemExit, match=sentence):
        estate.run(forget, named, "--yes")
    assert items() == before
