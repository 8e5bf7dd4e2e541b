"""A small load: `make load` has the large one (bench/load)."""

from bench.load.run import measure
from bench.load.seen import Stack as Seen
from bench.load.traffic import Step
from simulator.stack import Stack
from tests.e2e.conftest import Line


def test_what_was_sent_is_stored_answered_and_shown_once(line: Line, stack: Stack) -> None:
    line.fault("openai", "responses", "status", status=500)
    line.fault("line", "reply", "drop_response")
    step = Step("small", chats=6, at_once=4)
    found = measure(Seen(stack.description), step, 99)
    assert found.unlike == []
    figures = found.figures
    assert (figures.sent, figures.stored, figures.answered, figures.shown) == (12, 12, 12, 12)
    assert (figures.webhooks, figures.refused, figures.unknown) == (14, 0, 1)
    assert figures.attempts == 14
