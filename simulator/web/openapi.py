"""The operations of an OpenAPI document, as forms to fill in and as requests to send."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

Json = dict[str, Any]
Place = Literal["path", "query", "body"]
Kind = Literal["text", "long_text", "number", "flag", "choice", "json"]
METHODS = ("get", "put", "post", "delete", "patch")
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


@dataclass(frozen=True)
class Operation:
    """Something that the API does. ChatGPT asks the user first if it is `consequential`."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    consequential: bool
    fields: tuple[Field, ...]
    has_body: bool

    def request(self, given: Mapping[str, Any]) -> tuple[str, dict[str, str], Json | None]:
        """Path, query and body for what was filled in. What is empty is left out.

        Raises ValueError if a part of the path is missing.
        """
        path, query, body = self.path, {}, Json()
        for field in self.fields:
            value = given.get(field.name, "")
            if field.place == "path":
                if not value:
                    raise ValueError(f"{field.name} is part of the address: it must be given.")
                path = path.replace(f"{{{field.name}}}", quote(str(value), safe=""))
            elif value == "" or value is None:
                continue
            elif field.place == "query":
                query[field.name] = str(value)
            else:
                body[field.name] = field.sent(value)
        return path, query, body if self.has_body else None


def operations(document: Json) -> list[Operation]:
    """All operations: those of short addresses first, with which one begins."""
    return [
        _operation(document, method, path, item[method])
        for path, item in sorted(document["paths"].items(), key=_depth)
        for method in METHODS
        if method in item
    ]


def _depth(item: tuple[str, Json]) -> tuple[bool, int, str]:
    path, _ = item
    return "{" in path, path.count("/"), path


def _operation(document: Json, method: str, path: str, described: Json) -> Operation:
    content = described.get("requestBody", {}).get("content", {}).get("application/json")
    fields = [_parameter(document, each) for each in described.get("parameters", ())]
    if content:
        fields += _body_fields(document, content["schema"])
    return Operation(
        name=described.get("operationId", f"{method} {path}"),
        method=method.upper(),
        path=path,
        summary=described.get("summary", ""),
        description=described.get("description", ""),
        consequential=described.get("x-openai-isConsequential", method != "get"),
        fields=tuple(fields),
        has_body=content is not None,
    )


def _parameter(document: Json, parameter: Json) -> Field:
    described = {"description": parameter.get("description", "")}
    schema = described | _resolved(document, parameter["schema"])
    place: Place = "path" if parameter["in"] == "path" else "query"
    return _field(parameter["name"], place, schema, required=parameter.get("required", False))


def _body_fields(document: Json, schema: Json) -> Iterator[Field]:
    resolved = _resolved(document, schema)
    for name, each in resolved.get("properties", {}).items():
        required = name in resolved.get("required", ())
        yield _field(name, "body", _resolved(document, each), required=required)


def _field(name: str, place: Place, schema: Json, *, required: bool) -> Field:
    return Field(
        name=name,
        place=place,
        kind=_kind(schema),
        required=required,
        description=schema.get("description", ""),
        default=schema.get("default", ""),
        choices=tuple(str(each) for each in schema.get("enum", ())),
        fresh=place == "body" and name == "request_id",
    )


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


def _resolved(document: Json, schema: Json) -> Json:
    """The schema behind a reference, and of one that may be null what else it may be."""
    if reference := schema.get("$ref"):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        return {**_resolved(document, found), **{k: v for k, v in schema.items() if k != "$ref"}}
    kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(kinds) == 1:
        rest = {name: value for name, value in schema.items() if name != "anyOf"}
        return {**_resolved(document, kinds[0]), **rest}
    return schema
