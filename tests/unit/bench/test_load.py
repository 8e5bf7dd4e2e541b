"""What a run under load is made into."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.load import document
from bench.load.figures import Run, Times
from bench.load.seen import own_milliseconds, unlike
from bench.load.traffic import Step, said_in

COMMITTED = Run.read(document.RESULTS)
TOLD = said_in(Step("two", chats=2, at_once=1), 1)
ALL = Counter((each.chat_id, each.words) for each in TOLD)


def test_the_document_is_made_of_the_results() -> None:
    assert (document.DOCS / "load.md").read_text() == document.text(COMMITTED)
    assert "{" not in document.text(COMMITTED)


def test_nothing_was_lost_and_nothing_came_twice() -> None:
    assert COMMITTED.unlike == []
    assert [each.name for each in COMMITTED.steps if not each.is_exact] == []


def test_results_are_read_as_they_are_written(tmp_path: Path) -> None:
    COMMITTED.write(tmp_path / "again.json")
    assert Run.read(tmp_path / "again.json") == COMMITTED


def test_ids_and_words_are_nobody_elses() -> None:
    assert len({each.event_id for each in TOLD}) == len(ALL) == 4
    assert {each.chat_id for each in TOLD} & {
        each.chat_id for each in said_in(Step("", 2, 1), 2)
    } == set()


def test_what_is_lost_or_comes_twice_is_told() -> None:
    first = next(iter(ALL))
    lost = Counter({key: 1 for key in ALL if key != first})
    assert unlike(TOLD, {"stored": ALL, "shown": lost, "answered": ALL + Counter([first])}) == [
        "shown: 1 are missing, 0 are too many",
        "answered: 0 are missing, 1 are too many",
    ]
    # As many as were sent, but not the same ones.
    instead = lost + Counter({(first[0], "Something else"): 1})
    assert unlike(TOLD, {"shown": instead}) == ["shown: 1 are missing, 1 are too many"]


def test_a_steps_numbers_must_all_be_the_same() -> None:
    figures = replace(COMMITTED.burst, sent=6, stored=6, answered=6, shown=6)
    assert figures.is_exact
    others = [
        replace(figures, sent=5),
        replace(figures, stored=5),
        replace(figures, answered=5),
        replace(figures, shown=5),
    ]
    assert [each.is_exact for each in others] == [False] * 4


def test_times_are_told_by_their_parts() -> None:
    assert Times.of([3.0, 1.0, 2.0]) == Times(2.0, 3.0, 3.0, 3.0)
    assert Times.of([float(n) for n in range(1, 101)]) == Times(51.0, 96.0, 100.0, 100.0)


def test_the_webhooks_own_time_is_found_by_its_request() -> None:
    log: list[dict[str, Any]] = [
        {"request_id": "a", "event_id": "1"},
        {"request_id": "a", "status": 200, "milliseconds": 7},
        {"request_id": "b", "event_id": "1"},
        {"request_id": "b", "status": 200, "milliseconds": 9},
        {"request_id": "c", "event_id": "2"},
    ]
    assert own_milliseconds(log) == {"1": [7, 9]}
