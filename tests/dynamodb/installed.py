"""Letting botocore's clients reach the DynamoDB in memory instead of AWS."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.httpsession import URLLib3Session

from tests.dynamodb.memory import MemoryDynamoDB

CLIENT: Any = BaseClient


def _target(request: Any) -> str:
    target = request.headers.get("X-Amz-Target", b"")
    return target.decode() if isinstance(target, bytes) else str(target)


@contextmanager
def memory_dynamodb() -> Iterator[MemoryDynamoDB]:
    """All calls of DynamoDB go to one that is in memory. Others go where they went before."""
    memory, real = MemoryDynamoDB(), CLIENT._make_api_call

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "dynamodb":
            return real(client, operation, parameters)
        return memory.call(operation, parameters)

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
        yield memory
