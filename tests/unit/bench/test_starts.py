"""What a start's report is made into."""

import time

import urllib3

from bench.outside import ANIMATION, running_outside
from bench.results import Results
from bench.starts import Start, until_animations
from bench.tables import animation_table

# The start, the end of the import, and the ends of three events.
CLOCKS = [10.0, 10.25, 11.0, 12.0, 13.0]


def test_the_first_event_waits_for_the_start_too() -> None:
    assert until_animations(CLOCKS, [10.5, 11.125, 12.5]) == [500, 125, 500]


def test_an_animation_counts_for_its_event_and_once() -> None:
    assert until_animations(CLOCKS, [9.0, 11.25, 11.5, 13.0]) == [250]


def test_who_shows_no_animation_is_not_in_its_table() -> None:
    silent = Start(150, 10, 160, 150, 1, 1, 1, 1)
    shown = Start(180, 900, 1080, 1000, 30, 20, 1, 1, animation=204.4, warm_animation=1.26)
    assert animation_table(Results({"webhook": silent, "worker": shown}, {}, {})) == [
        ["to the loading animation", "cold ms", "of it import ms", "warm ms"],
        ["worker", "204", "180", "1.3"],
    ]


def test_line_notes_when_it_is_asked_for_the_animation() -> None:
    before = time.perf_counter()
    with running_outside() as outside:
        for path in (ANIMATION, "/v2/bot/message/push"):
            assert urllib3.request("POST", f"{outside.url}{path}", json={}).status == 200
    (asked,) = outside.animations
    assert before < asked < time.perf_counter()
