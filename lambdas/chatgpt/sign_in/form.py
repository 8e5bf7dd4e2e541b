"""The parameters of an OAuth request, which all but a few pass on just as they came."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote_plus, unquote_plus

from chatgpt.sign_in.errors import OAuthError

LONGEST = 20_000
"""In characters: far more than the tokens and codes of Cognito take."""
MOST_PARAMETERS = 50


@dataclass(frozen=True)
class Parameter:
    """A parameter, as it came and as it is read."""

    raw: str
    name: str
    value: str


@dataclass(frozen=True)
class Form:
    """Parameters in their order, `application/x-www-form-urlencoded`."""

    parameters: tuple[Parameter, ...]

    @classmethod
    def read(cls, raw: str) -> Self:
        """Read a query or a body. Raises `OAuthError` for what no OAuth client sends."""
        if len(raw) > LONGEST or not (raw.isascii() and raw.isprintable()):
            raise OAuthError("invalid_request", "These are no parameters of OAuth.")
        parts = [part for part in raw.split("&") if part]
        if len(parts) > MOST_PARAMETERS:
            raise OAuthError("invalid_request", "There are too many parameters.")
        return cls(tuple(_parameter(part) for part in parts))

    def all(self, name: str) -> list[str]:
        """The values of a parameter that may come more than once."""
        return [each.value for each in self.parameters if each.name == name]

    def get(self, name: str) -> str | None:
        """A parameter's value. Raises `OAuthError` if it comes twice.

        Cognito might look at the other one. https://www.rfc-editor.org/rfc/rfc6749#section-3.1
        """
        values = self.all(name)
        if len(values) > 1:
            raise OAuthError("invalid_request", f"{name} comes more than once.")
        return values[0] if values else None

    def without(self, name: str) -> Self:
        """The same without a parameter."""
        return type(self)(tuple(each for each in self.parameters if each.name != name))

    def replaced(self, name: str, value: str) -> Self:
        """The same with another value for a parameter, where it was or else at the end."""
        new = _parameter(f"{quote_plus(name)}={quote_plus(value)}")
        if name not in (each.name for each in self.parameters):
            return type(self)((*self.parameters, new))
        return type(self)(tuple(new if each.name == name else each for each in self.parameters))

    def __str__(self) -> str:
        return "&".join(each.raw for each in self.parameters)


def _parameter(raw: str) -> Parameter:
    name, _, value = raw.partition("=")
    return Parameter(raw, unquote_plus(name), unquote_plus(value))
