"""The time, and waiting, as a thing that tests can replace."""

import time
from datetime import UTC, datetime


class Clock:
    """The real one."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
