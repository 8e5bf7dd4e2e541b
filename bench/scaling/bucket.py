"""How services limit rates: by a bucket of tokens."""


class Bucket:
    """Holds `burst` tokens at most, and gets `rate` more a second."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._filled_at = 0.0

    def has(self, amount: float, now: float) -> bool:
        """Whether so many tokens are there at `now`, in seconds."""
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        return self._tokens >= amount

    def take(self, amount: float) -> None:
        """Takes tokens that are there."""
        self._tokens -= amount
