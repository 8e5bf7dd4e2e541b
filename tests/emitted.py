"""Reading the metrics that code put out, in CloudWatch's embedded metric format."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MARK = '{"_aws":'
"""What such a line begins with."""


@dataclass(frozen=True)
class Emitted:
    """A metric: `str()` of it is such as `Webhooks{service=line_webhook, status=200}`."""

    namespace: str
    name: str
    unit: str
    value: float
    dimensions: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.name}{{{', '.join(f'{name}={value}' for name, value in self.dimensions)}}}"


def read(lines: Iterable[str]) -> list[Emitted]:
    """The metrics among these lines, whatever else there is."""
    found = []
    for line in lines:
        if line.startswith(MARK):
            found += _metrics(json.loads(line))
    return found


def _metrics(line: dict[str, Any]) -> list[Emitted]:
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    (names,) = directive["Dimensions"]
    dimensions = tuple((name, line[name]) for name in sorted(names))
    return [
        Emitted(directive["Namespace"], each["Name"], each["Unit"], value, dimensions)
        for each in directive["Metrics"]
        for value in line[each["Name"]]
    ]
