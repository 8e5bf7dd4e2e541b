"""What can go wrong in a use case, as the model is told: a code, and what to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

MOST_FIELDS = 5
"""How many wrong fields an answer names."""


@dataclass(frozen=True)
class Problem:
    """What did not work: its code, and what the model should do next.

    `{error}` in the message stands for the error's own words.
    """

    code: str
    message: str


UNEXPECTED = Problem(
    "internal_error",
    "Something went wrong here. Call again once; if it fails again, tell the user that Kaiwa "
    "does not work at the moment.",
)
INVALID = Problem("invalid_request", "Correct this and call again: {error}.")


def problem_of(error: Exception) -> Problem:
    """The problem that an error is, in words for the model; `UNEXPECTED` if it is none of these."""
    # Imported here because most answers are no error.
    from chatgpt.conversation.expected_errors import PROBLEMS

    problem = PROBLEMS.get(type(error), UNEXPECTED)
    if problem is not INVALID:
        return problem
    return invalid(error.errors() if isinstance(error, ValidationError) else str(error))


def invalid(wrong: str | Iterable[Mapping[str, Any]]) -> Problem:
    """The problem of wrong fields: in words, or as pydantic lists them.

    Named is each field and what is wanted of it, never its value, which may be private.
    """
    if not isinstance(wrong, str):
        wrong = "; ".join(_wrong_field(item) for item in [*wrong][:MOST_FIELDS])
    return replace(INVALID, message=INVALID.message.replace("{error}", wrong))


def _wrong_field(item: Mapping[str, Any]) -> str:
    path = ".".join(map(str, item["loc"]))
    return f"{path}: {item['msg']}" if path else str(item["msg"])
