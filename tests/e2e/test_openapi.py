"""The deployed API against its own document: whatever is sent, the answer is one that it names."""

from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from simulator.chatgpt import ChatGpt
from simulator.stack import Stack
from tests.e2e.conftest import Aws
from tests.e2e.people import newcomer

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = 9
WITHOUT_INPUT = {"POST /my_route", "GET /link", "DELETE /link"}
SETTINGS = hypothesis.settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture(scope="module")
def person(stack: Stack) -> ChatGpt:
    """Somebody who has signed in."""
    return newcomer(stack, Aws(stack), "fuzzy")


@pytest.fixture(scope="module")
def document(stack: Stack) -> dict[str, Any]:
    """The document that the deployment serves."""
    url = f"{stack.description['api_url']}/openapi.json"
    found: dict[str, Any] = httpx.get(url, timeout=30, trust_env=False).json()
    return found


@pytest.fixture(scope="module")
def api(document: dict[str, Any]) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_dict(document)


def test_a_validator_accepts_the_document(document: dict[str, Any]) -> None:
    validate(document)


def relink(aws: Aws, person: ChatGpt) -> None:
    """Link the person's chat again, past the API: it limits how often a code may be tried."""
    chat_id, account_id = "U" + "f" * 32, person.subject()
    for item in (
        {"id": f"account#{account_id}", "lineUserId": chat_id, "address": "f•••@e•••e.com"},
        {"id": f"conversation#{chat_id}", "accountId": account_id},
    ):
        aws.dynamodb.put_item(
            TableName=aws.outputs["table_name"],
            Item={name: {"S": value} for name, value in item.items()},
        )


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_every_answer_is_in_the_document(
    api: schemathesis.BaseSchema,
    aws: Aws,
    person: ChatGpt,
    stack: Stack,
    mode: schemathesis.GenerationMode,
) -> None:
    def answers_as_documented(case: schemathesis.Case[Any]) -> None:
        relink(aws, person)
        case.call_and_validate(
            base_url=stack.description["api_url"],
            headers={"authorization": f"Bearer {person.token['access_token']}"},
            checks=CHECKS,
        )

    called, nothing_to_get_wrong = set(), set()
    for result in api.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        cases = operation.as_strategy(generation_mode=mode)
        try:
            SETTINGS(hypothesis.given(cases)(answers_as_documented))()
            called.add(operation.label)
        except Unsatisfiable:
            nothing_to_get_wrong.add(operation.label)
    assert len(called | nothing_to_get_wrong) == OPERATIONS
    assert nothing_to_get_wrong == (WITHOUT_INPUT if mode.is_negative else set())
