"""LINE's error answers: `{"message": …, "details": [{"message": …, "property": …}]}`.

https://developers.line.biz/en/reference/messaging-api/#error-responses
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

AUTHORIZATION_MISSING = (
    "Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'"
)
AUTHORIZATION_FAILED = (
    "Authentication failed. Confirm that the access token in the authorization header is valid."
)

MESSAGES = {
    400: "Failed to send messages",
    401: AUTHORIZATION_FAILED,
    403: "Access to this API is not available for your account",
    404: "Not found",
    429: "The API rate limit has been exceeded. Try again later.",
}
"""What LINE says with a status when nothing more precise is known."""


@dataclass(frozen=True)
class Problem:
    """One entry of `details`: what is wrong with which property."""

    message: str
    property: str


class LineError(Exception):
    """An answer that is not a success; `extra` are further members of its body."""

    def __init__(
        self,
        status: int,
        message: str | None = None,
        *,
        problems: Sequence[Problem] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.message = message or MESSAGES.get(status, HTTPStatus(status).phrase)
        self.problems = problems
        self.extra = extra or {}
        self.headers = headers or {}
        super().__init__(self.message)

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, **self.extra}
        if self.problems:
            body["details"] = [vars(problem) for problem in self.problems]
        return body


def body_errors(problems: Sequence[Problem]) -> LineError:
    """The 400 that lists what is wrong with a body."""
    return LineError(400, f"The request body has {len(problems)} error(s)", problems=problems)


def invalid_property(name: str) -> LineError:
    """The 400 for a property whose type or format is wrong."""
    return LineError(
        400, f"The property, '{name}', in the request body is invalid (line: -, column: -)"
    )


def invalid_parameter(name: str) -> LineError:
    """The 400 for a header, path or query parameter."""
    return LineError(400, f"The value for the '{name}' parameter is invalid")
