"""The use case: put a message of the user's into their own LINE chat, once."""

import uuid
from datetime import datetime
from typing import Protocol, cast

from chatgpt.conversation.link import Queue
from chatgpt.conversation.shapes import OperationState, Status
from kaiwa.own_texts import OwnText, queued
from kaiwa.table.account_items import Operation
from kaiwa.table.accounts import Link
from kaiwa.table.items import SENT
from kaiwa.table.operations import OPEN

OPERATIONS = uuid.UUID("0c4be3a5-54a0-4f0e-8a0f-5a3d9a1c7d6e")
"""Namespace of the operations' ids: the same request of the same sign-in has the same one."""


class NoSuchOperationError(Exception):
    """The sign-in has no such operation."""


class Operations(Protocol):
    """Which messages were accepted. See `kaiwa.table.operations.Operations`."""

    def accept(
        self,
        operation_id: str,
        account_id: str,
        chat_id: str,
        text: str,
        usage_id: str,
        daily_limit: int,
        now: datetime,
    ) -> Operation: ...

    def find(self, operation_id: str, account_id: str, now: datetime) -> Operation | None: ...


def send(
    text: str,
    request_id: str,
    link: Link,
    operations: Operations,
    queue: Queue,
    usage_id: str,
    daily_limit: int,
    now: datetime,
) -> OperationState:
    """Accept the message and queue it behind what its chat is waiting for.

    As long as its end is open it is queued again on a retry, in case it was not the first time or
    the queue has given it up: it is delivered once all the same. Raises the errors of
    `Operations.accept`.
    """
    operation_id = str(uuid.uuid5(OPERATIONS, f"{link.account_id} {request_id}"))
    operation = operations.accept(
        operation_id, link.account_id, link.chat_id, text, usage_id, daily_limit, now
    )
    if operation.status in OPEN:
        message_id, sent_at = operation.message_id, operation.accepted_at
        queue.send(queued(OwnText(message_id, link.chat_id, SENT, text, sent_at, operation_id)))
    return OperationState(operation_id=operation_id, status=cast(Status, operation.status))


def operation_state(
    operation_id: str, account_id: str, operations: Operations, now: datetime
) -> OperationState:
    """What became of it. Raises `NoSuchOperationError`, for somebody else's as well."""
    operation = operations.find(operation_id, account_id, now)
    if operation is None:
        raise NoSuchOperationError
    return OperationState(operation_id=operation_id, status=cast(Status, operation.status))
