"""The OpenAPI document: valid, within ChatGPT's limits, and the one that is checked in."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.unit.chatgpt.harness import DOCUMENT

ROOT = Path(__file__).parents[4]
OPERATIONS = {
    operation["operationId"]: operation
    for path in DOCUMENT["paths"].values()
    for operation in path.values()
}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def test_the_document_that_is_checked_in_is_the_generated_one() -> None:
    """If not: `make openapi`."""
    made = subprocess.run(
        [sys.executable, "-m", "scripts.openapi"],
        env={"PYTHONPATH": f"{ROOT}/layers/kaiwa:{ROOT}/lambdas", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert made.stdout.decode() == (ROOT / "docs/openapi.json").read_text(encoding="utf-8")


def test_the_document_is_valid() -> None:
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_chatgpt_is_asked_to_ask_before_anything_that_others_could_have_wanted() -> None:
    asks = {name: found["x-openai-isConsequential"] for name, found in OPERATIONS.items()}
    assert asks == {
        "checkConnection": False,
        "getLink": False,
        "linkChat": True,
        "unlinkChat": True,
        "listMessages": False,
        "getOverview": False,
        "exportConversation": False,
        "sendMessage": True,
        "getOperation": False,
    }


def test_the_document_is_within_chatgpts_limits() -> None:
    assert len(json.dumps(DOCUMENT)) < 1_000_000
    assert len(OPERATIONS) <= 30
    for operation in OPERATIONS.values():
        assert len(operation["summary"]) <= 300
        assert len(operation.get("description", "")) <= 300
        for parameter in operation.get("parameters", []):
            assert 0 < len(parameter["description"]) <= 700


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in the document that has a type."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for inner in node.values():
            yield from schemas(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from schemas(inner)


def test_every_object_says_its_properties() -> None:
    objects = [schema for schema in schemas(DOCUMENT) if schema["type"] == "object"]
    assert len(objects) == len(DOCUMENT["components"]["schemas"])
    assert all(schema["properties"] for schema in objects)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_failure_that_there_may_be_is_documented(name: str) -> None:
    responses = dict(OPERATIONS[name]["responses"])
    good = responses.pop("202" if name == "sendMessage" else "200")
    assert good["content"]["application/json"]["schema"] != PROBLEM
    assert {"401", "403", "422", "429", "500", "502", "503"} <= set(responses)
    for response in responses.values():
        assert response["content"]["application/json"]["schema"] == PROBLEM


def test_signing_in_is_documented_on_the_apis_own_domain() -> None:
    assert DOCUMENT["servers"] == [{"url": "https://api.example.com"}]
    assert DOCUMENT["security"] == [{"signIn": []}]
    flows = DOCUMENT["components"]["securitySchemes"]["signIn"]["flows"]
    assert flows["authorizationCode"]["authorizationUrl"] == (
        "https://api.example.com/oauth2/authorize"
    )
    assert flows["authorizationCode"]["tokenUrl"] == "https://api.example.com/oauth2/token"


def test_no_shape_is_documented_that_nothing_has() -> None:
    text = json.dumps(DOCUMENT["paths"]) + json.dumps(DOCUMENT["components"]["schemas"])
    for name in DOCUMENT["components"]["schemas"]:
        assert f'#/components/schemas/{name}"' in text
