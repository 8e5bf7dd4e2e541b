"""What the model's tokens cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

MILLION = 1_000_000


@dataclass(frozen=True)
class TokenPrices:
    """Of a million tokens, those of questions and those of answers, in the operator's currency.

    `cached_input` is for those of questions that OpenAI still knew; they may cost the same.
    """

    input: float
    output: float
    cached_input: float | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self | None:
        """None if the operator has named none. Raises ValueError for one that is no number."""
        found = environ.get("TOKEN_PRICES_INPUT"), environ.get("TOKEN_PRICES_OUTPUT")
        if not (found[0] and found[1]):
            return None
        cached = environ.get("TOKEN_PRICES_CACHED_INPUT")
        return cls(float(found[0]), float(found[1]), float(cached) if cached else None)

    def cost(self, input_tokens: int, output_tokens: int, cached_tokens: int) -> float:
        """An estimate: it knows no price of writing to OpenAI's cache, and no other services."""
        cached_input = self.input if self.cached_input is None else self.cached_input
        new_tokens = input_tokens - cached_tokens
        costs = new_tokens * self.input + cached_tokens * cached_input + output_tokens * self.output
        return costs / MILLION
