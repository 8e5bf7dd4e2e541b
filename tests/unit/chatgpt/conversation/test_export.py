"""Exporting the conversation, through the handler and with limits that a test can reach."""

import base64
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chatgpt.conversation.export import Limits, WriteExport
from chatgpt.conversation.file_formats import FORMATS
from chatgpt.conversation.link import NotLinkedError
from chatgpt.conversation.results import Export
from chatgpt.conversation.time_span import Span, span
from kaiwa.exports import Exports
from kaiwa.table.accounts import Accounts, Link
from kaiwa.table.items import ASSISTANT, NOTICE, SENT, Message
from kaiwa.table.messages import MessageTable
from tests.builders import NOON, OTHER_USER_ID, USER_ID, at
from tests.unit.chatgpt.harness import (
    HANAKO,
    NOT_LINKED,
    World,
    message,
    minutes,
    problem,
    response,
    store,
)

PATH = "/conversation/exports"
UTC = ZoneInfo("UTC")
ALWAYS = span("", "", UTC)
HEAD = '\ufeff"at","role","text"\r\n'


def content(exported: dict[str, Any]) -> str:
    (file,) = exported["openaiFileResponse"]
    return base64.b64decode(file["content"]).decode()


def test_a_small_export_is_in_the_response(linked: World) -> None:
    store(
        message(at(0), "こんにちは"),
        message(at(1), 'He said "hi".\nBye', ASSISTANT),
        message(at(2), "from ChatGPT", SENT),
        message(at(3), "a notice", NOTICE),
        message(at(-9), "expired", life=timedelta(seconds=1)),
        message(at(4), "somebody else's", chat_id=OTHER_USER_ID),
    )
    written = (
        HEAD + '"2026-11-22T21:00:00+09:00","user","こんにちは"\r\n'
        '"2026-11-22T21:00:01+09:00","assistant","He said ""hi"".\nBye"\r\n'
        '"2026-11-22T21:00:02+09:00","sent","from ChatGPT"\r\n'
    )
    assert linked.call("POST", PATH, {"format": "csv"}) == response(
        200,
        {
            "openaiFileResponse": [
                {
                    "name": "line-conversation-1.csv",
                    "mime_type": "text/csv",
                    "content": base64.b64encode(written.encode()).decode(),
                }
            ],
            "messages": 3,
            "truncated": False,
            "next_from": None,
        },
    )
    assert linked.stored_files() == []


def test_json_lines_have_every_text_as_it_is(linked: World) -> None:
    store(message(at(0), "=1+1\n「会話」"))
    exported = linked.read("POST", PATH, {"format": "jsonl", "timezone": "UTC"})
    assert content(exported) == (
        '{"at":"2026-11-22T12:00:00+00:00","role":"user","text":"=1+1\\n「会話」"}\n'
    )
    assert exported["openaiFileResponse"][0]["mime_type"] == "text/plain"
    assert exported["openaiFileResponse"][0]["name"] == "line-conversation-1.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+81 3 1234",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rtext",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "−1",
        " =1",
        "\u3000=1",
        "\u200b=1",
        "\ufeff=1",
        '=HYPERLINK("http://evil.example","x")',
    ],
)
def test_no_text_becomes_a_formula(text: str) -> None:
    written = FORMATS["csv"].line("2026-11-22", "user", text).decode()
    ((_, _, cell),) = csv.reader(io.StringIO(written, newline=""))
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["1+1=2", "a;=1+1", 'x";=1', "ー", "こ=れ", "'quoted", "..."])
def test_other_texts_stay_as_they_are(text: str) -> None:
    written = FORMATS["csv"].line("2026-11-22", "user", text).decode()
    assert written == '"2026-11-22","user","' + text.replace('"', '""') + '"\r\n'


def test_a_stretch_of_time_can_be_exported(linked: World) -> None:
    store(*(message(at(86_400 * day), f"day {day}") for day in range(4)))
    body = {"format": "jsonl", "from": "2026-11-23", "to": "2026-11-24", "timezone": ""}
    lines = content(linked.read("POST", PATH, body)).splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["day 1", "day 2"]


def test_what_is_forgotten_is_not_exported(linked: World) -> None:
    store(*(message(at(second), str(second)) for second in (-1, 0, 1)))
    linked.forget()
    for bounds in ({}, {"from": "2026-11-01"}):
        lines = content(linked.read("POST", PATH, {"format": "jsonl"} | bounds)).splitlines()
        assert [json.loads(line)["text"] for line in lines] == ["1"]


def test_nothing_to_export_makes_no_file(linked: World) -> None:
    assert linked.call("POST", PATH, {"format": "csv", "to": "2020-01-01"}) == response(
        200, {"openaiFileResponse": [], "messages": 0, "truncated": False, "next_from": None}
    )


@pytest.mark.parametrize(("length", "is_inline"), [(14_600, True), (14_700, False)])
def test_the_response_stays_small(linked: World, length: int, is_inline: bool) -> None:
    store(message(at(0), "会" * length))
    answer = linked.call("POST", PATH, {"format": "csv"})
    assert len(answer["body"]) < 60_000
    (file,) = json.loads(answer["body"])["openaiFileResponse"]
    assert isinstance(file, dict) == is_inline
    assert len(linked.stored_files()) == (not is_inline)


def test_a_large_export_is_behind_addresses_with_the_headers_that_chatgpt_wants(
    linked: World,
) -> None:
    store(message(at(0), "会" * 20_000))
    (address,) = linked.read("POST", PATH, {"format": "csv"})["openaiFileResponse"]
    (key,) = linked.stored_files()
    assert address.startswith(
        f"https://{linked.bucket}.s3.ap-northeast-1.amazonaws.com/{key}?X-Amz-Algorithm="
    )
    assert "&X-Amz-Expires=300&" in address
    file = linked.s3.get_object(Bucket=linked.bucket, Key=key)
    assert file["ContentType"] == "text/csv; charset=utf-8"
    assert file["ContentDisposition"] == 'attachment; filename="line-conversation-1.csv"'
    row = '"2026-11-22T21:00:00+09:00","user","' + "会" * 20_000 + '"\r\n'
    assert file["Body"].read().decode() == HEAD + row


def test_without_a_link_nothing_is_exported(world: World) -> None:
    assert world.call("POST", PATH, {"format": "csv"}) == problem(409, "not_linked", NOT_LINKED)


LINK = Link(HANAKO, USER_ID, "h•••o@e•••e.com")


class Rows(MessageTable):
    """A conversation in memory."""

    def __init__(self, rows: Sequence[Message]) -> None:
        self.rows = list(rows)

    def oldest(self, conversation_id: str, after: Any, before: Any, limit: int) -> list[Message]:
        assert conversation_id == USER_ID
        assert after <= before
        return [row for row in self.rows if after <= row.created_at <= before][:limit]


class OneLink(Accounts):
    """Every sign-in reaches what `link` says."""

    def __init__(self) -> None:
        self.link: Link | None = LINK

    def link_of(self, account_id: str) -> Link | None:
        return self.link


class Files(Exports):
    """A bucket in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, chat_id: str, name: str, content_type: str, content: bytes) -> str:
        self.files[f"{chat_id}/{name}"] = content
        return f"https://bucket.example/{name}"

    def delete_all(self, chat_id: str) -> None:
        self.files = {key: kept for key, kept in self.files.items() if chat_id not in key}


class Surroundings:
    """A conversation, a link and a bucket in memory. Reading takes `seconds` a row."""

    def __init__(self, rows: Sequence[Message]) -> None:
        self.messages, self.accounts, self.exports = Rows(rows), OneLink(), Files()
        self.seconds = 0.0
        self.calls = 0

    def clock(self) -> Any:
        self.calls += 1
        return NOON + timedelta(seconds=self.seconds * self.calls)

    def export(self, limits: Limits, wanted: Span = ALWAYS) -> Export:
        write = WriteExport(self.messages, self.accounts, self.exports, self.clock, limits)
        return write(LINK, wanted, FORMATS["jsonl"], UTC)


LIMITS = Limits()
SMALL = replace(LIMITS, chunk=2, inline_bytes=0)
LINE_BYTES = len(b'{"at":"2026-11-22T11:51:00+00:00","role":"user","text":"0"}\n')


def texts(surroundings: Surroundings) -> list[str]:
    lines = b"".join(surroundings.exports.files.values()).splitlines()
    return [json.loads(line)["text"] for line in lines]


@pytest.mark.parametrize(
    ("limits", "seconds", "number"),
    [
        (replace(SMALL, rows=5), 0, 5),
        (replace(SMALL, rows=4), 0, 4),
        (replace(SMALL, file_bytes=2 * LINE_BYTES, files=2), 0, 4),
        (replace(SMALL, file_bytes=2 * LINE_BYTES + 1, files=1), 0, 2),
        (replace(SMALL, reading_time=timedelta(seconds=3)), 1, 3),
    ],
)
def test_a_long_export_stops_somewhere_and_says_where_to_go_on(
    limits: Limits, seconds: float, number: int
) -> None:
    rows = [message(when, str(index)) for index, when in enumerate(minutes(9))]
    surroundings = Surroundings(rows)
    surroundings.seconds = seconds
    first = surroundings.export(limits)
    assert (first.messages, first.truncated) == (number, True)
    assert texts(surroundings) == [str(index) for index in range(number)]
    assert all(len(file) <= limits.file_bytes for file in surroundings.exports.files.values())
    rest = Surroundings(rows)
    second = rest.export(SMALL, span(first.next_from or "", "", UTC))
    assert (second.messages, second.truncated, second.next_from) == (9 - number, False, None)
    assert texts(rest) == [str(index) for index in range(number, 9)]


def test_several_files_are_numbered() -> None:
    surroundings = Surroundings([message(when, "0") for when in minutes(3)])
    exported = surroundings.export(replace(SMALL, file_bytes=LINE_BYTES))
    assert exported.files == [
        f"https://bucket.example/line-conversation-{number}.jsonl" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "now", [None, replace(LINK, chat_id=OTHER_USER_ID), replace(LINK, forgotten_at=at(1))]
)
@pytest.mark.parametrize("limits", [SMALL, LIMITS])
def test_files_that_come_too_late_for_unlinking_or_forgetting_are_not_handed_over(
    now: Link | None, limits: Limits
) -> None:
    surroundings = Surroundings([message(at(0), "0")])
    surroundings.accounts.link = now
    with pytest.raises(NotLinkedError):
        surroundings.export(limits)
    assert surroundings.exports.files == {}


def test_the_limits_are_within_what_chatgpt_takes() -> None:
    assert LIMITS.files <= 10
    assert LIMITS.file_bytes < 10_000_000
    assert LIMITS.inline_bytes * 4 / 3 < 59_000
