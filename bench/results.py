"""What was measured, and which of it has a target."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.packages import BASELINE, NOW
from bench.starts import ACTION, NAIVE, PLUGIN, REPLY, WEBHOOK, Start
from bench.turns import Turns
from scripts.layers import COMMON

LARGEST_LAYER = 60_000_000
MOST_REQUESTS, MOST_ROUNDS = 6, 5


@dataclass(frozen=True)
class Results:
    """All of one run. Sizes are bytes, unzipped, by build and by layer."""

    starts: Mapping[str, Start]
    turns: Mapping[int, Turns]
    sizes: Mapping[str, Mapping[str, int]]

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_rounded(asdict(self)), indent=1) + "\n")

    @classmethod
    def read(cls, file: Path) -> "Results":
        found = json.loads(file.read_text())
        return cls(
            {name: Start(**start) for name, start in found["starts"].items()},
            {int(length): Turns(**turn) for length, turn in found["turns"].items()},
            found["sizes"],
        )


@dataclass(frozen=True)
class Goal:
    """A figure that must not be larger than it should be."""

    name: str
    value: float
    most: float
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.most


def goals(results: Results) -> list[Goal]:
    """Everything with a target."""
    starts, turns = results.starts, results.turns
    webhook = starts[f"{WEBHOOK}, {NOW}"]
    action, plugin = starts[f"{ACTION}, {NOW}"], starts[f"{PLUGIN}, {NOW}"]
    capacities = {turn.capacity for turn in turns.values()}
    return [
        Goal("webhook, cold to the first answer ÷ the baseline's", _ratio(starts, WEBHOOK), 0.5),
        Goal("the same ÷ naive", webhook.processor / starts[NAIVE].processor, 0.15),
        Goal("action, cold to the first answer ÷ the baseline's", _ratio(starts, ACTION), 0.6),
        Goal(
            "plugin's first list of tools, after the action's",
            plugin.total - action.total,
            1000,
            "ms",
        ),
        Goal("warm turn beside model and LINE", starts[f"{REPLY}, {NOW}"].beside, 30, "ms"),
        Goal(
            "DynamoDB requests of a turn",
            max(turn.requests for turn in turns.values()),
            MOST_REQUESTS,
        ),
        Goal("in so many rounds", max(turn.rounds for turn in turns.values()), MOST_ROUNDS),
        Goal("capacity, longest history − shortest", max(capacities) - min(capacities), 0, "units"),
        Goal(
            "layer for arm64, unzipped", results.sizes[NOW][COMMON] / 1e6, LARGEST_LAYER / 1e6, "MB"
        ),
    ]


def _ratio(starts: Mapping[str, Start], name: str) -> float:
    """By the processor's time: what else runs on the machine does not count, nor does waiting."""
    return starts[f"{name}, {NOW}"].processor / starts[f"{name}, {BASELINE}"].processor


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _rounded(each) for name, each in value.items()}
    return round(value, 1) if isinstance(value, float) else value
