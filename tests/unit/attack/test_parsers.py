"""Whatever is read, of people, models and clients: what is documented comes of it, and no more."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatgpt.conversation.cursor import MalformedCursorError, cursor, position_of
from chatgpt.conversation.file_formats import FORMATS
from chatgpt.conversation.time_span import END, InvalidFieldError, day, span, zone
from chatgpt.linking.kept import read_kept
from chatgpt.linking.words import words_for
from chatgpt.sign_in.errors import OAuthError
from chatgpt.sign_in.form import Form
from chatgpt.web.visit import visit_of
from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.choices import suggestion
from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.line.sdk import messages_of
from kaiwa.link_code import is_code, letters_of, written
from kaiwa.model.functions import FunctionCall
from kaiwa.model.suggestions import LONGEST, MARKER, split
from kaiwa.own_texts import OwnText, own_text, queued
from kaiwa.times import BEGINNING
from line_reply.attachments.documents import DOCUMENTS, OLE, ZIP, document_of
from line_reply.attachments.files import text_of
from line_reply.commands.orders import order_in
from line_reply.delivery.bubbles import with_cards
from line_reply.listening.digest import _asks
from line_reply.reminders.wanted import LONGEST_WORDS, NAME, Wanted, read_call
from simulator.line.messages import message_problems
from tests.unit.events.arbitrary import JSON, TEXTS

READ = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = st.text(max_size=40)
ODD = st.sampled_from(
    [
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        "👨‍👩‍👧",
        "ﷺ",
        "＝",
        "a\u0301",
        "\U000e0041",
    ]
)
MARKDOWN = st.lists(
    st.one_of(
        WORDS,
        ODD,
        st.sampled_from(
            [
                *("```\n", "\n", "\n\n", "|a|b|\n|-|-|\n|c|", "|\n", "**", "$", "$$", "\\[", "\\]"),
                *("[x](http://e.com)", "- ", "> ", "# ", "`", "x" * 6000, "字" * 6000, " " * 200),
                *("\\frac{a}{b}", "~~~\n", "1. ", "<br>", "![](a.png)", "&amp;", "|" * 30),
            ]
        ),
    ),
    max_size=25,
).map("".join)


@READ
@given(MARKDOWN, st.lists(WORDS, max_size=20))
def test_line_takes_whatever_the_model_writes(markdown: str, lines: list[str]) -> None:
    """By the rules of the stand-in, which are LINE's."""
    _, offered, _ = split("\n".join(["Tea.", MARKER, *lines]), is_cut_off=False)
    bubbles = with_cards(markdown, lambda: "Copy")
    for start in range(0, len(bubbles), BUBBLES_A_CALL):
        some = bubbles[start : start + BUBBLES_A_CALL]
        sent = messages_of(some, [suggestion(each) for each in offered], None)
        told = [json.loads(each.to_json()) for each in sent]
        assert list(message_problems(told)) == []


@READ
@given(st.lists(st.one_of(WORDS, ODD, st.sampled_from(["/", "／", " ", "forget"])), max_size=4))
def test_what_is_suggested_is_words(pieces: list[str]) -> None:
    _, offered, _ = split(f"Tea.\n{MARKER}\n{''.join(pieces)}", is_cut_off=False)
    assert [each for each in offered if order_in(each) or len(each) > LONGEST] == []


@READ
@given(st.one_of(TEXTS, st.datetimes(BEGINNING.replace(tzinfo=None), END.replace(tzinfo=None))))
def test_a_cursor_holds_a_position_or_is_none(given_: str | datetime) -> None:
    if isinstance(given_, datetime):
        position = given_.replace(tzinfo=UTC)
        assert position_of(cursor("newest", position), "newest") == position
        with pytest.raises(MalformedCursorError):
            position_of(cursor("newest", position), "oldest")
    elif given_:
        with pytest.raises(MalformedCursorError):
            position_of(given_, "newest")


@READ
@given(
    st.lists(st.one_of(st.text(max_size=9), ODD, st.sampled_from([*'=+-@\t\r\n",;'])), max_size=9)
)
def test_a_spreadsheet_sees_three_texts_and_no_formula(pieces: list[str]) -> None:
    text = "".join(pieces).replace("\x00", "")
    (row,) = csv.reader(io.StringIO(FORMATS["csv"].line("now", "user", text).decode(), newline=""))
    assert row in (["now", "user", text], ["now", "user", f"'{text}"])
    seen = row[2].lstrip("".join(each for each in row[2] if is_unseen(each)))
    assert not unicodedata.normalize("NFKC", seen[:1]).startswith((*"=+-@",))


def is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}


@READ
@given(st.one_of(WORDS, ODD))
def test_a_json_line_is_one_line(text: str) -> None:
    line = FORMATS["jsonl"].line("now", "user", text)
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"at": "now", "role": "user", "text": text}


BEGINNINGS = st.sampled_from(
    [b"", ZIP, OLE, b"%PDF-", b"{\\rtf", b"\xff\xfe", b"\x1b$B", b"\xef\xbb\xbf"]
)
INSIDES = st.sampled_from([b"", *(each.holds for each in DOCUMENTS)])
NAMES = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    st.sampled_from(["a.DOCX", ".pdf", "..", "a.pdf/", "a.xlsx/.", "a.pdf.", "a.tar.gz"]),
)


@READ
@given(NAMES, BEGINNINGS, INSIDES, st.binary(max_size=20))
def test_a_document_is_called_what_it_is(
    name: str, begins: bytes, holds: bytes, rest: bytes
) -> None:
    """OpenAI goes by how the name ends."""
    data = begins + holds + rest
    if document := document_of(name, data):
        known = next(each for each in DOCUMENTS if each.media_type == document.media_type)
        assert document.name.lower().endswith(known.suffixes)
        assert document.name.startswith(name)
    if (text := text_of(data)) is not None:
        assert "\x00" not in text
        text.encode()


@READ
@given(TEXTS)
def test_a_link_code_is_read_as_it_was_shown_or_is_none(typed: str) -> None:
    if is_code(typed):
        assert is_code(written(letters_of(typed)))
    assert read_kept(f"code={typed}") is None


@READ
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.one_of(JSON, st.just("1")),
            "conversation_id": st.one_of(JSON, st.just("U1")),
            "role": st.one_of(JSON, st.just("sent")),
            "text": st.one_of(JSON, WORDS),
            "sent_at": st.one_of(JSON, st.datetimes(timezones=st.just(TOKYO)).map(str)),
            "operation_id": JSON,
        },
    )
)
def test_an_own_text_is_read_as_it_was_queued(event: dict[str, Any]) -> None:
    try:
        own = own_text(Fields(event))
    except UnreadableError:
        return
    assert isinstance(own, OwnText)
    assert own_text(Fields(queued(own).event)) == own


TIMES = st.one_of(
    JSON, st.datetimes().map(str), st.sampled_from(["9999-12-31T23:59-14:00", "0001"])
)


@READ
@given(
    st.one_of(st.none(), st.none(), TEXTS, JSON.map(json.dumps)),
    st.fixed_dictionaries(
        {
            "words": st.one_of(JSON, WORDS),
            "at": TIMES,
            "minutes_from_now": st.one_of(JSON, st.none()),
        }
    ),
)
def test_a_call_for_a_reminder_says_when_and_what_or_nothing(
    nonsense: str | None, arguments: dict[str, Any]
) -> None:
    call = FunctionCall(NAME, nonsense or json.dumps(arguments))
    wish = read_call(call, TOKYO, NOW)
    if wish is not None:
        assert isinstance(wish, Wanted)
        assert wish.at.utcoffset() is not None
        assert 0 < len(wish.words) <= LONGEST_WORDS
        assert wish.words == " ".join(wish.words.split())
        wish.words.encode()


POINTS = st.one_of(
    TEXTS, st.datetimes().map(lambda at: at.isoformat()), st.dates().map(str), st.just("")
)
ZONES = st.one_of(
    TEXTS, st.sampled_from(["../etc/passwd", "/etc/passwd", "Asia", "UTC", "posix/UTC"])
)


@READ
@given(POINTS, POINTS, ZONES)
def test_a_stretch_of_time_is_within_all_time(start: str, end: str, name: str) -> None:
    try:
        found = span(start, end, zone(name, TOKYO))
        day("from", start)
    except InvalidFieldError:
        return
    assert found.after >= BEGINNING
    assert found.before <= END


@READ
@given(st.one_of(TEXTS, st.lists(st.sampled_from([*"a=&%+", "%00", "%ff", "x=1"])).map("".join)))
def test_a_form_goes_on_as_it_came_or_is_refused(raw: str) -> None:
    try:
        form = Form.read(raw)
    except OAuthError:
        return
    assert str(form) == "&".join(filter(None, raw.split("&")))


NEVER_FAIL: list[Callable[[str], object]] = [
    order_in,
    _asks,
    words_for,
    read_kept,
    lambda text: visit_of({"body": text, "rawQueryString": text, "cookies": text.split(";")}),
    lambda text: visit_of({"headers": {text: text, "Cookie": text}, "body": None}),
]


@READ
@given(
    st.one_of(
        TEXTS, st.lists(st.sampled_from(["/", "=", ";", ",", "q", "…", "%ff", "ﷺ"])).map("".join)
    )
)
def test_what_browsers_and_people_send_is_read_without_an_error(text: str) -> None:
    for read in NEVER_FAIL:
        read(text)
