"""All that is stored of a person written into one file, on moto's AWS."""

import base64
import json
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chatgpt.conversation.export import WriteExport
from chatgpt.conversation.file_formats import FORMATS
from chatgpt.conversation.time_span import END, Span
from kaiwa.exports import Exports
from kaiwa.log import hashed
from kaiwa.times import BEGINNING
from scripts import export_person, forget
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, overheard
from tests.unit.line_reply.stored import items
from tests.unit.scripts.personal import BUCKET, EMAIL, WORDS, Estate, fill, remind
from tests.unit.tables import TIMEZONE


def exported(estate: Estate, folder: Path, person: str = USER_ID) -> list[dict[str, Any]]:
    """The file's lines, from the chore."""
    printed = estate.run(export_person, person, str(folder))
    [file] = folder.glob(f"{hashed(USER_ID)}-*.jsonl")
    assert str(file) in printed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [word for word in WORDS if word in printed] == []
    return [json.loads(line) for line in file.read_text().splitlines()]


def without_times(record: dict[str, Any]) -> dict[str, Any]:
    """What the clock and random ids have no part in."""
    varying = {"created_at", "exported_at", "stored_at", "expiresAt", "acceptedAt", "messageId"}
    return {name: value for name, value in record.items() if name not in varying}


def test_everything_is_in_it(estate: Estate, tmp_path: Path) -> None:
    account_id = fill(estate)
    before = items()
    lines = exported(estate, tmp_path)
    assert items() == before
    records = [without_times(line) for line in lines if "record" in line]
    by_kind = {each.pop("record"): each for each in records}
    assert len(by_kind) == len(records) - 2  # answer in the group, and the second dead letter
    conversation = by_kind["settings"]
    assert {name: conversation[name] for name in ("persona", "groupIds", "accountId")} == {
        "persona": "Be brief.",
        "groupIds": [GROUP_ID],
        "accountId": account_id,
    }
    assert by_kind["person"] == {
        "line_id": USER_ID,
        "accounts": [account_id],
        "name_in_logs": hashed(USER_ID),
    }
    assert by_kind["sign_in"]["attributes"]["email"] == EMAIL
    assert by_kind["link"] == {
        "id": f"account#{account_id}",
        "lineUserId": USER_ID,
        "address": "h•@e•.com",
    }
    assert by_kind["summary"]["text"] == "In short: mine."
    assert by_kind["usage"]["messages"] == 2
    assert by_kind["operation"]["status"] == "accepted"
    assert by_kind["exported_file"] == {"name": "1.csv", "bytes": 4}
    assert json.loads(by_kind["dead_letter"]["body"])["message"]["text"] == "Dead"
    groups = [line for line in lines if line.get("record") == "message_in_group"]
    assert [(each["group"], each["role"], each["text"]) for each in groups] == [
        (hashed(GROUP_ID), "user", "Ours"),
        (hashed(GROUP_ID), "assistant", "All right"),
    ]


def test_the_chat_is_as_an_export_from_chatgpt_has_it(estate: Estate, tmp_path: Path) -> None:
    account_id = fill(estate)
    world = estate.world
    link = world.accounts.link_of(account_id)
    assert link is not None
    write = WriteExport(world.messages, world.accounts, Exports(BUCKET), world.clock)
    [file] = write(link, Span(BEGINNING, END), FORMATS["jsonl"], TIMEZONE).files
    assert not isinstance(file, str)
    theirs = base64.b64decode(file.content).decode().splitlines()
    mine = [line for line in exported(estate, tmp_path) if "record" not in line]
    plain = [{name: line[name] for name in ("at", "role", "text")} for line in mine]
    assert plain == [json.loads(line) for line in theirs]
    assert datetime.fromisoformat(plain[0]["at"]) == at(10)
    assert mine[0]["stored"]["speakerId"] == USER_ID
    assert mine[1]["stored"]["delivery"] == "stored"


def test_reminders_are_in_it_of_groups_the_persons_own(estate: Estate, tmp_path: Path) -> None:
    fill(estate)
    remind(estate.world, USER_ID, USER_ID)
    remind(estate.world, GROUP_ID, USER_ID)
    remind(estate.world, GROUP_ID, OTHER_USER_ID)
    lines = exported(estate, tmp_path)
    found = [line for line in lines if line.get("record") == "reminders"]
    assert {line["id"]: [each["words"] for each in line["reminders"]] for line in found} == {
        f"reminders#{USER_ID}": [f"{USER_ID} in {USER_ID}"],
        f"reminders#{GROUP_ID}": [f"{USER_ID} in {GROUP_ID}"],
    }
    assert found[0]["reminders"][0]["at"].startswith("2026-11-23")


def test_that_it_was_read_is_written_down(estate: Estate, tmp_path: Path) -> None:
    fill(estate)
    exported(estate, tmp_path, hashed(USER_ID))
    [line] = estate.operations()
    assert (line["message"], line["conversation"]) == (
        "A person's data are exported.",
        hashed(USER_ID),
    )


def test_of_whom_nothing_is_stored_there_is_no_file(estate: Estate, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="Nothing is stored of this person"):
        estate.run(export_person, USER_ID, str(tmp_path))
    assert list(tmp_path.glob("*.jsonl")) == []
    assert estate.operations() == []


def test_what_was_overheard_of_a_person_is_theirs(estate: Estate, tmp_path: Path) -> None:
    texts = estate.world.overheard
    texts.start(GROUP_ID, 24, at(0))
    for number, (user_id, words) in enumerate(
        ((USER_ID, "To all"), (OTHER_USER_ID, "From others")), start=1
    ):
        texts.hear(overheard(words, number, user_id), 24, at(2))
    records = [each for each in exported(estate, tmp_path) if each.get("record") == "overheard"]
    assert [each["content"] for each in records] == ["To all"]
    estate.run(forget, USER_ID, "--yes")
    heard = texts.read(GROUP_ID, at(3))
    assert heard is not None
    assert [each.content for each in heard.texts] == ["From others"]
    estate.run(forget, GROUP_ID, "--yes")
    assert texts.read(GROUP_ID, at(3)) is None
