"""Lambda's execution environments: which calls start cold."""


class Environments:
    """Of one function. The one that was used last is used next, as AWS is seen to do.

    `warm` are there at the beginning; an environment that was idle for `keep` seconds is gone.
    """

    def __init__(self, warm: int, keep: float) -> None:
        self._idle_since = [0.0] * warm
        self._keep = keep
        self.in_use = 0
        self.cold_starts = 0

    def start(self, now: float) -> bool:
        """A call begins. Whether it is a cold start."""
        self.in_use += 1
        if self._idle_since and now - self._idle_since.pop() <= self._keep:
            return False
        self._idle_since.clear()  # the others have been idle for longer still
        self.cold_starts += 1
        return True

    def end(self, now: float) -> None:
        """A call ends."""
        self.in_use -= 1
        self._idle_since.append(now)
