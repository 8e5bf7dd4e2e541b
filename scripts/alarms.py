"""The alarms that tell when a function fails, as a brake for what is being changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient

POLL_SECONDS = 15
MOST_NAMES = 100
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html"""


@dataclass(frozen=True)
class Alarms:
    """CloudWatch, for alarms by name. Methods raise botocore's errors."""

    client: "CloudWatchClient"
    names: tuple[str, ...]

    def ringing(self) -> set[str]:
        """Those that are in ALARM."""
        return {name for some in _portions(self.names) for name in self._ringing(some)}

    def watch(self, known: Iterable[str], seconds: float, clock: Clock) -> set[str]:
        """Look for so long; return as soon as others than the known ones ring.

        An alarm that rang before says nothing of what is new, until it has been quiet in between.
        """
        known, last = set(known), clock.now().timestamp() + seconds
        while True:
            ringing = self.ringing()
            if new := ringing - known:
                return new
            known &= ringing
            left = last - clock.now().timestamp()
            if left <= 0:
                return set()
            clock.sleep(min(POLL_SECONDS, left))

    def _ringing(self, names: tuple[str, ...]) -> list[str]:
        found = self.client.describe_alarms(
            AlarmNames=list(names),
            AlarmTypes=["CompositeAlarm", "MetricAlarm"],
            MaxRecords=MOST_NAMES,
        )
        every = [*found.get("MetricAlarms", []), *found.get("CompositeAlarms", [])]
        return [each["AlarmName"] for each in every if each.get("StateValue") == "ALARM"]


def _portions(names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (names[start : start + MOST_NAMES] for start in range(0, len(names), MOST_NAMES))
