"""What is done quicker in the explored world comes to the same."""

from typing import Any

import pytest

from tests.world import installed
from tests.world.explore import exploring


@pytest.mark.parametrize("name", ["reminder_and_forget", "own_text", "summary"])
def test_with_pynamodb_as_it_is_the_same_is_written(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = _written(name)
    monkeypatch.setattr(installed, "make_quicker", lambda _: None)
    assert quick == _written(name)


def _written(name: str) -> list[Any]:
    with exploring(name) as explorer:
        return [
            (run.schedule, run.stage.world.table.table.written)
            for run in map(explorer.random, range(8))
        ]
