"""JSON schemas as forms: something to fill in for each property, and what is sent for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Place = Literal["path", "query", "body"]
Kind = Literal["text", "long_text", "number", "flag", "choice", "json"]
LONG = 500
"""Characters from which on a text gets a field of several lines."""


@dataclass(frozen=True)
class Field:
    """Something to fill in. Whoever fills in `fresh` ones makes up a new random id."""

    name: str
    place: Place
    kind: Kind
    required: bool
    description: str
    default: Any
    choices: tuple[str, ...] = ()
    fresh: bool = False

    def sent(self, given: Any) -> Any:
        """What the API gets for what was filled in. What it can't be is for the API to refuse."""
        if self.kind == "flag":
            return given in (True, "true")
        if self.kind in ("number", "json"):
            try:
                return json.loads(given)
            except ValueError:
                return given
        return given


def field_for(name: str, place: Place, schema: Json, *, required: bool) -> Field:
    """The field for a schema without references."""
    kind = _kind(schema)
    return Field(
        name=name,
        place=place,
        kind=kind,
        required=required,
        description=schema.get("description", ""),
        default=_shown(kind, schema.get("default")),
        choices=tuple(str(each) for each in schema.get("enum", ())),
        fresh=place == "body" and name == "request_id",
    )


def properties(document: Json, schema: Json) -> Iterator[Field]:
    """The fields for an object's properties. References lead to places of the document."""
    whole = resolved(document, schema)
    for name, each in whole.get("properties", {}).items():
        required = name in whole.get("required", ())
        yield field_for(name, "body", resolved(document, each), required=required)


def resolved(document: Json, schema: Json) -> Json:
    """The schema behind a reference, and of one that may be null what else it may be."""
    if reference := schema.get("$ref"):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        return {**resolved(document, found), **{k: v for k, v in schema.items() if k != "$ref"}}
    kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(kinds) == 1:
        rest = {name: value for name, value in schema.items() if name != "anyOf"}
        return {**resolved(document, kinds[0]), **rest}
    return schema


def _kind(schema: Json) -> Kind:
    if "enum" in schema:
        return "choice"
    match schema.get("type"):
        case "string":
            return "long_text" if schema.get("maxLength", 0) >= LONG else "text"
        case "boolean":
            return "flag"
        case "integer" | "number":
            return "number"
        case _:
            return "json"


def _shown(kind: Kind, default: Any) -> Any:
    """A default as it is filled in; `null` is the same as leaving it out."""
    if default is None:
        return ""
    return json.dumps(default, ensure_ascii=False) if kind == "json" else default
