"""A restored table catching up with the one of before, on an AWS of the tests'."""

import re
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from kaiwa.log import hashed
from scripts import catch_up, copying, erasure, forget, redeletion
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, overheard, received
from tests.unit.line_reply.stored import items, wipe
from tests.unit.line_reply.world import World
from tests.unit.scripts.personal import Estate, fill
from tests.unit.tables import TABLE_NAME

BEFORE = "kaiwa-test-messages-of-before"
NEWCOMER = "U" + "9" * 32


@pytest.fixture(autouse=True)
def soon_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it is on the day of what is said."""
    for module in (catch_up, erasure, redeletion):
        monkeypatch.setattr(module, "now", lambda: at(2000))


def restore(since: Callable[[], object]) -> dict[str, Any]:
    """Have the table in use be what it is now, and that of before have what happens since.

    Returns what the latter has.
    """
    dynamodb, point = boto3.client("dynamodb"), items()
    since()
    before = items()
    wipe()
    dynamodb.create_table(
        TableName=BEFORE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    for name, found in {TABLE_NAME: point, BEFORE: before}.items():
        for item in found.values():
            dynamodb.put_item(TableName=name, Item=item)
    return before


def catch(estate: Estate, *more: str) -> dict[str, int]:
    """Catch up. Returns what was to be done, by kind."""
    printed = estate.run(catch_up, BEFORE, "--yes", *more)
    return {kind: int(n) for kind, n in re.findall(r"^  (\S.*?) {2,}(\d+)$", printed, re.MULTILINE)}


def talk(world: World) -> None:
    """What is said after the point, by somebody known and by a newcomer, alone and in a group."""
    world.say("New", 50, "Yes", conversation_id=USER_ID)
    world.say("Also", 51, "All", conversation_id=GROUP_ID, one_to_one=False, user_id=OTHER_USER_ID)
    world.say("Hello", 52, "Hi", conversation_id=NEWCOMER, user_id=NEWCOMER)


def test_what_was_said_since_is_there_again_and_in_order(estate: Estate) -> None:
    fill(estate)
    before = restore(lambda: talk(estate.world))
    assert catch(estate) == {"chats": 1, "markers": 3, "usage": 1, "messages": 6}
    now = items()
    assert {key for key in before if key not in now} == set()
    changing = {"conversation#", "usage#"}
    assert {key for key in now if now[key] != before[key]} <= {
        key for key in now if any(key.startswith(each) for each in changing)
    }
    for chat in (USER_ID, GROUP_ID, NEWCOMER):
        key = f"conversation#{chat}"
        assert now[key]["lastCreatedAt"] == before[key]["lastCreatedAt"]
    # So that the group is found when they want to be forgotten.
    assert now[f"conversation#{OTHER_USER_ID}"]["groupIds"] == {"SS": [GROUP_ID]}


def test_once_more_finds_nothing(estate: Estate) -> None:
    fill(estate)
    restore(lambda: talk(estate.world))
    catch(estate)
    with pytest.raises(SystemExit, match="There is nothing to catch up with"):
        catch(estate)
    [line] = estate.operations()
    assert (line["message"], line["before"]) == ("A restored table catches up.", BEFORE)


def test_what_was_deleted_since_does_not_come_back(estate: Estate) -> None:
    fill(estate)
    world = estate.world

    def since() -> None:
        world.past.unsend(USER_ID, received(number=10).message_id, at(100))
        estate.run(forget, OTHER_USER_ID, "--yes")

    restore(since)
    assert catch(estate) == {"erased": 1, "unsent": 1, "erasures": 1}
    kept = items()
    assert [key for key in kept if OTHER_USER_ID in str(kept[key])] == []
    assert f"erasure#{hashed(OTHER_USER_ID)}" in kept
    assert kept["0" * 16 + "10"]["role"] == {"S": "unsent"}
    assert "0" * 16 + "10#assistant" not in kept
    assert "0" * 16 + "11" in kept  # what they said in the group, which they did not take back


def test_whoever_was_forgotten_since_is_again_and_what_they_said_then_too(estate: Estate) -> None:
    fill(estate)
    world = estate.world

    def since() -> None:
        world.clock.now = at(100)
        world.forget_chat()(USER_ID)
        world.say("After", 110, "All that")

    restore(since)
    assert catch(estate)["forgotten"] == 1
    kept = items()
    words = [key for key, item in kept.items() if key[0] == "0" and USER_ID in str(item)]
    assert words == []
    assert "persona" not in kept[f"conversation#{USER_ID}"]


def test_what_is_forgotten_before_it_is_copied_is_not_copied(estate: Estate) -> None:
    fill(estate)
    restore(lambda: talk(estate.world))
    estate.world.clock.now = at(100)
    estate.world.forget_chat()(USER_ID)
    catch(estate)
    assert "0" * 16 + "50" not in items()
    assert "0" * 16 + "50#assistant" not in items()
    assert "0" * 16 + "52#assistant" in items()


def test_a_link_that_was_undone_stays_so_and_a_new_one_is_not_taken_over(estate: Estate) -> None:
    account_id = fill(estate)
    accounts = estate.world.accounts

    def since() -> None:
        accounts.forget(USER_ID)
        accounts.offer("ABCDE-FGHJK", OTHER_USER_ID, at(950))
        accounts.redeem("ABCDE-FGHJK", "another", "t•@e•.com", at(951), replace=False)

    restore(since)
    assert catch(estate) == {"unlinked": 1}
    kept = items()
    assert [key for key in kept if key.startswith("account#")] == []
    assert account_id not in str(kept[f"conversation#{USER_ID}"])
    assert estate.files() == ["2.csv"]


def test_a_fresh_start_and_a_block_are_done_again(estate: Estate) -> None:
    fill(estate)

    def since() -> None:
        estate.world.past.reset(USER_ID, at(100))
        estate.world.conversations.stop(OTHER_USER_ID, at(101))

    restore(since)
    assert catch(estate) == {"reset": 1, "blocked": 1}
    assert "resetAt" in items()[f"conversation#{USER_ID}"]
    assert f"summary#{USER_ID}" not in items()
    assert "stoppedAt" in items()[f"conversation#{OTHER_USER_ID}"]


def test_kinds_can_be_left_out_and_nothing_is_done_without_a_yes(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(estate)
    restore(lambda: talk(estate.world))
    point = items()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(SystemExit, match="Nothing was changed"):
        estate.run(catch_up, BEFORE)
    assert items() == point
    assert catch(estate, "--skip", "messages, chats") == {"markers": 3, "usage": 1}


def test_the_table_in_use_is_not_one_of_before(estate: Estate) -> None:
    with pytest.raises(SystemExit, match="is the table in use"):
        estate.run(catch_up, TABLE_NAME)


def test_another_failure_than_a_condition_is_none_to_pass_over(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(estate)
    restore(lambda: talk(estate.world))
    monkeypatch.setattr(copying.Copy, "_put", lambda *_: {"Put": {"TableName": "none", "Item": {}}})
    with pytest.raises(SystemExit, match="AWS: "):
        catch(estate)


def test_no_group_is_listened_to_that_has_not_asked_for_it_again(estate: Estate) -> None:
    fill(estate)
    texts = estate.world.overheard
    texts.start(GROUP_ID, 24, at(10))
    texts.hear(overheard("Lunch?", 11), 24, at(12))

    def since() -> None:
        texts.stop(GROUP_ID)
        texts.start(GROUP_ID, 24, at(100))
        texts.hear(overheard("Dinner?", 101), 24, at(102))

    restore(since)
    assert catch(estate) == {"listening": 1}
    assert [key for key in items() if key.startswith(("listening#", "overheard#"))] == []
