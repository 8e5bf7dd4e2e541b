"""What the model's tokens and tools cost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

THOUSAND, MILLION = 1_000, 1_000_000


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


@dataclass(frozen=True)
class ToolPrices:
    """Of a thousand calls that are billed, by the kind of tool, in the operator's currency."""

    by_kind: Mapping[str, float]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self | None:
        """None if the operator has named none."""
        named = environ.get("TOOL_PRICES")
        return cls(json.loads(named)) if named else None

    def cost(self, kinds: Iterable[str]) -> float:
        """Of one call of each of these."""
        return sum(self.by_kind.get(kind, 0) for kind in kinds) / THOUSAND
