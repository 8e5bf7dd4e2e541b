"""What the simulation starts from, as inputs.toml says: every value with its source."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("inputs.toml")


@dataclass(frozen=True)
class Setup:
    """How Kaiwa is set up: Terraform's variables by their names, and quotas of AWS's and OpenAI's.

    `channels` are deployments of their own, among which the people and OpenAI's limits are shared
    out evenly.
    """

    title: str
    maximum_concurrency: int
    throttling_rate_limit: float
    throttling_burst_limit: float
    secret_cache_seconds: int
    max_receive_count: int
    account_concurrency: int
    model_tier: str
    channels: int


@dataclass(frozen=True)
class Run:
    """What is simulated: `hour` is the busiest hour of a day, "peak", or what follows a
    "broadcast" in it. The rest is explained in the file.
    """

    scale: int
    setup: str
    hour: str
    minutes: float
    repeats: int = 1
    sample: int = 1
    spread: int = 1
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A value as a table of the document shows it."""

    name: str
    value: str
    unit: str
    source: str
    read: str


@dataclass(frozen=True)
class Inputs:
    """The file. A value of `table` is looked up by its name: `inputs.work["line_seconds"]`."""

    whole: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path = FILE) -> "Inputs":
        return cls(tomllib.loads(path.read_text()))

    def changed(self, run: Run) -> "Inputs":
        """With what the run changes: of its setup, or of the work."""
        own = {each.name for each in fields(Setup)}
        setup = {name: new for name, new in run.change.items() if name in own}
        work = {name: {"value": new} for name, new in run.change.items() if name not in own}
        setups = self.whole["setups"]
        setups = {**setups, run.setup: {**setups[run.setup], **setup}}
        return Inputs({**self.whole, "setups": setups, "work": {**self.whole["work"], **work}})

    @cached_property
    def town(self) -> Mapping[str, float]:
        return _values(self.whole["town"], without="hours")

    @cached_property
    def work(self) -> Mapping[str, float]:
        return _values(self.whole["work"])

    @cached_property
    def limits(self) -> Mapping[str, float]:
        return _values(self.whole["limits"], without="model")

    def model_limits(self, setup: Setup) -> Mapping[str, float]:
        """Requests and tokens that OpenAI takes a minute."""
        return _values(self.whole["limits"]["model"][setup.model_tier])

    @cached_property
    def prices(self) -> Mapping[str, float]:
        return _values(self.whole["prices"], without="line")

    @cached_property
    def line_plans(self) -> list[Mapping[str, float]]:
        return [_values(plan) for plan in self.whole["prices"]["line"].values()]

    @cached_property
    def setups(self) -> dict[str, Setup]:
        return {name: Setup(**setup) for name, setup in self.whole["setups"].items()}

    @cached_property
    def runs(self) -> list[Run]:
        return [Run(**run) for run in self.whole["runs"]]

    @cached_property
    def variations(self) -> list[Run]:
        return [Run(**run) for run in self.whole["variations"]]

    @property
    def requests(self) -> float:
        """Of the model, a turn: its answer, and now and then a summary."""
        return 1 + self.work["summaries"]

    @property
    def tokens(self) -> float:
        """A turn, summaries included."""
        work = self.work
        summary = work["summary_input_tokens"] + work["summary_output_tokens"]
        return work["input_tokens"] + work["output_tokens"] + work["summaries"] * summary

    @property
    def messages_a_day(self) -> float:
        """Of the town as it is."""
        return self.town["friends"] * self.town["messages_per_friend"]

    @property
    def peak_rate(self) -> float:
        """Messages a second in the town's busiest hour."""
        hours = self.whole["town"]["hours"]["value"]
        return float(self.messages_a_day * max(hours) / sum(hours) / 3600)

    @property
    def broadcast_rate(self) -> float:
        """The same right after a broadcast in that hour."""
        reactions = self.town["friends"] * self.town["broadcast_share"]
        return self.peak_rate + reactions / self.town["broadcast_mean_seconds"]

    def sources(self, table: str) -> list[Source]:
        """All values of a table of the file, those of the tables in it too."""
        return list(_sources(self.whole[table], ""))


def _values(table: Mapping[str, Any], without: str = "") -> dict[str, float]:
    return {name: float(entry["value"]) for name, entry in table.items() if name != without}


def _sources(table: Mapping[str, Any], prefix: str) -> Iterator[Source]:
    for name, entry in table.items():
        if "value" in entry:
            value = entry["value"]
            shown = " ".join(map(str, value)) if isinstance(value, list) else f"{value:,}"
            yield Source(prefix + name, shown, entry["unit"], entry["source"], entry["read"])
        else:
            yield from _sources(entry, f"{prefix}{name}.")
