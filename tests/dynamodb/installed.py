"""Letting botocore's clients reach the DynamoDB in memory instead of AWS."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session

from tests.dynamodb.memory import MemoryDynamoDB

CLIENT: Any = BaseClient
REAL: Any = CLIENT._make_api_call


def _target(request: Any) -> str:
    target = request.headers.get("X-Amz-Target", b"")
    return target.decode() if isinstance(target, bytes) else str(target)


@contextmanager
def memory_dynamodb() -> Iterator[MemoryDynamoDB]:
    """All calls of DynamoDB go to one that is in memory. Others go where they went before."""
    memory, is_over = MemoryDynamoDB(), False

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        """A patch of a test's that ends later may put this back: then it does nothing."""
        if is_over or client.meta.service_model.service_name != "dynamodb":
            return REAL(client, operation, parameters)
        try:
            return memory.call(operation, parameters)
        except ClientError as error:
            known = client.exceptions.from_code(error.response["Error"]["Code"])
            raise known(error.response, operation) from None

    sent = URLLib3Session.send

    def send(session: URLLib3Session, request: Any) -> Any:
        """What is sent without a client (`kaiwa.aws`)."""
        service, _, operation = _target(request).partition(".")
        if not service.startswith("DynamoDB_"):
            return sent(session, request)
        found = memory.call(operation, json.loads(request.body))
        return SimpleNamespace(status_code=200, content=json.dumps(found).encode())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLLib3Session, "send", send)
        patch.setattr(CLIENT, "_make_api_call", call)
        try:
            yield memory
        finally:
            is_over = True
