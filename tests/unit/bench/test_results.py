"""What the measurements are made into."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench import document
from bench.packages import NOW
from bench.plots import draw
from bench.results import Goal, Results, goals
from bench.starts import WEBHOOK
from bench.tables import as_markdown, as_text
from bench.turns import _Slow

COMMITTED = Results.read(document.RESULTS)


def test_the_document_is_made_of_the_results() -> None:
    assert (document.FOLDER / "performance.md").read_text() == document.text(COMMITTED)
    assert "{" not in document.text(COMMITTED)


def test_so_are_its_pictures(tmp_path: Path) -> None:
    draw(COMMITTED, tmp_path)
    for picture in sorted(tmp_path.iterdir()):
        kept = document.RESULTS.parent / picture.name
        assert picture.read_bytes() == kept.read_bytes(), picture.name


def test_results_are_read_as_they_are_written(tmp_path: Path) -> None:
    COMMITTED.write(tmp_path / "again.json")
    assert Results.read(tmp_path / "again.json") == COMMITTED


def test_a_slow_start_misses_its_goals() -> None:
    name = f"{WEBHOOK}, {NOW}"
    start = COMMITTED.starts[name]
    slow = {**COMMITTED.starts, name: replace(start, processor=start.processor * 10)}
    before, after = goals(COMMITTED), goals(replace(COMMITTED, starts=slow))
    newly_missed = {goal.name for goal in after if not goal.met} - {
        goal.name for goal in before if not goal.met
    }
    assert newly_missed == {
        "webhook, cold to the first answer ÷ the baseline's",
        "the same ÷ naive",
    }


def test_a_goal_is_met_up_to_its_most() -> None:
    assert [Goal("a", value, 0.5).met for value in (0.4, 0.5, 0.6)] == [True, True, False]


@pytest.mark.parametrize(
    ("spans", "rounds"),
    [
        ([], 0),
        ([(0, 1)], 1),
        ([(0, 1), (1, 2), (2, 3)], 3),
        ([(0, 1), (0.1, 1.1), (1.2, 2.2)], 2),
        ([(0, 1), (0.1, 1.1), (0.2, 1.2)], 1),
    ],
)
def test_rounds_are_the_longest_chain_of_requests(
    spans: list[tuple[float, float]], rounds: int
) -> None:
    slow = _Slow(watch=None, spans=spans)  # type: ignore[arg-type]
    assert slow.rounds == rounds


def test_a_table_is_shown_on_a_terminal_and_in_a_document() -> None:
    table = [["name", "ms"], ["one", "1"], ["another", "10"]]
    assert as_text(table) == "name     ms\none       1\nanother  10"
    assert as_markdown(table) == "| name | ms |\n| --- | --: |\n| one | 1 |\n| another | 10 |"
