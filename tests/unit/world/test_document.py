"""docs/reliability.md says what was explored, and leaves no cell without a reason."""

from tests.world.document import DOCUMENT, Explored, render
from tests.world.faults import FAULTS
from tests.world.invariants import INVARIANTS
from tests.world.reasons import REASONS, missing
from tests.world.scenarios import SCENARIOS


def test_the_document_is_what_was_explored() -> None:
    assert DOCUMENT.read_text() == render(Explored.read())


def test_every_cell_was_seen_or_has_a_reason() -> None:
    assert missing(Explored.read().seen) == []


def test_no_reason_is_given_for_what_can_happen() -> None:
    can_happen = {(boundary, each.kind) for boundary, found in FAULTS.items() for each in found}
    assert can_happen & {*REASONS} == set()


def test_all_scenarios_were_explored() -> None:
    assert {*Explored.read().scenarios} == {*SCENARIOS}


def test_the_document_names_every_invariant() -> None:
    named = [
        line.split("`")[1] for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")
    ]
    assert [each.__name__ for each in INVARIANTS] == named[: len(INVARIANTS)]
