"""Which attempt at an event this is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """The `number` begins at 1. After the last, at `most`, the queue gives the event up."""

    number: int
    most: int

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number >= self.most
