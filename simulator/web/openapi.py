"""The operations of an OpenAPI document, as forms to fill in and as requests to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from simulator.web.forms import Field, Json, Place, field_for, properties, resolved

METHODS = ("get", "put", "post", "delete", "patch")


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
        fields += properties(document, content["schema"])
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
    schema = described | resolved(document, parameter["schema"])
    place: Place = "path" if parameter["in"] == "path" else "query"
    return field_for(parameter["name"], place, schema, required=parameter.get("required", False))
