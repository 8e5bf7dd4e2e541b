"""What the model's tokens cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

MILLION = 1_000_000


@dataclass(frozen=True)
class TokenPrices:
    """Of a million tokens, those of questions and those of answers, in the operator's currency."""

    input: float
    output: float

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self | None:
        """None if the operator has named none. Raises ValueError for one that is no number."""
        found = environ.get("TOKEN_PRICES_INPUT"), environ.get("TOKEN_PRICES_OUTPUT")
        return cls(float(found[0]), float(found[1])) if found[0] and found[1] else None

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """An estimate: it knows no discount for cached tokens, and no other services."""
        return (input_tokens * self.input + output_tokens * self.output) / MILLION
