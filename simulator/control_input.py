"""What callers of the control API send, checked."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from starlette.requests import Request

Kind = Literal["text", "list", "number", "object", "flag"]
TYPES: dict[Kind, tuple[type, ...]] = {
    "text": (str,),
    "list": (list,),
    "number": (int, float),
    "object": (dict,),
    "flag": (bool,),
}


class ControlError(Exception):
    """A refusal: status, a sentence, and what else the caller should know."""

    def __init__(self, status: int, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.body = {"error": sentence, **more}


async def read(request: Request) -> dict[str, Any]:
    """The JSON object in the body."""
    try:
        given = json.loads(await request.body())
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ControlError(400, "Send a JSON object as the body.")
    return given


def only(given: Mapping[str, Any], *names: str) -> None:
    """Refuse whatever has another name: it is a mistake, and would be ignored silently."""
    if unknown := [name for name in given if name not in names]:
        sentence = f"Unknown: {', '.join(unknown)}. This endpoint takes {', '.join(names)}."
        raise ControlError(400, sentence)


def required(given: Mapping[str, Any], name: str, kind: Kind) -> Any:
    """A value that must be there; a text must not be empty."""
    value = optional(given, name, kind, None)
    if value is None or value == "":
        raise ControlError(400, f"{name} must be given, as {_named(kind)}.")
    return value


def optional(given: Mapping[str, Any], name: str, kind: Kind, default: Any) -> Any:
    """A value that may be left out or be null."""
    value = given.get(name)
    if value is None:
        return default
    if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "flag"):
        raise ControlError(400, f"{name} must be {_named(kind)}.")
    return value


def _named(kind: Kind) -> str:
    return {"object": "an object", "flag": "true or false"}.get(kind, f"a {kind}")
