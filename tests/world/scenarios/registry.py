"""The scenarios, by their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.world.stage import Stage


@dataclass(frozen=True)
class Scenario:
    """What happens, under these settings."""

    name: str
    play: Callable[[Stage], None]
    settings: Mapping[str, str] = field(default_factory=dict)


SCENARIOS: dict[str, Scenario] = {}


def scenario(**settings: str) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    """Add the function to the scenarios, under its name."""

    def add(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
        SCENARIOS[play.__name__] = Scenario(play.__name__, play, settings)
        return play

    return add
