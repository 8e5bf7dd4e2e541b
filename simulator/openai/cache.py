"""OpenAI's cache of prompts, as GPT-5.6 and later models have it unless they are told otherwise.

https://developers.openai.com/api/docs/guides/prompt-caching
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from simulator.bounded import Bounded
from simulator.openai.answers import Turn

LEAST_TOKENS = 1024
LIFE_SECONDS = 30 * 60
REMEMBERED = 10_000


class Cached(NamedTuple):
    """How many tokens of a prompt were known, and how many are known from now on besides."""

    read: int
    written: int


class PromptCache:
    """Remembers where prompts ended: one that begins like that is known so far.

    OpenAI may find a prompt under another key, too; here it does not, so that a wrong key shows.
    """

    def __init__(self) -> None:
        self._until: Bounded[str, float] = Bounded(REMEMBERED)

    def look_up(self, body: dict[str, Any], said: list[Turn], now: float) -> Cached:
        """What is known of the prompt, which is known from now on for half an hour."""
        *_, (whole, tokens) = prefixes = list(_prefixes(body, said))
        if tokens < LEAST_TOKENS:
            return Cached(0, 0)
        known = [each for each in prefixes if self._until.get(each[0], 0) > now]
        read = max((length for _, length in known if length >= LEAST_TOKENS), default=0)
        for name in {whole, *(name for name, length in known if length == read)}:
            self._until[name] = now + LIFE_SECONDS
        return Cached(read, tokens - read)

    def clear(self) -> None:
        self._until.clear()


def _prefixes(body: dict[str, Any], said: list[Turn]) -> Iterator[tuple[str, int]]:
    """The prompt up to the end of each message: a name for it, and its tokens."""
    given = body["input"] if isinstance(body["input"], list) else [body["input"]]
    scope = ("model", "prompt_cache_key", "tools", "instructions")
    digest = hashlib.sha256(json.dumps([body.get(name) for name in scope]).encode())
    tokens = len(body.get("instructions") or "")
    for item, turn in zip(given, said, strict=True):
        digest.update(json.dumps(item, sort_keys=True).encode())
        tokens += len(turn.text)
        yield digest.hexdigest(), tokens
