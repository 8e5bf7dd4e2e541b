"""The use case: put a message of the user's into their own LINE chat, once."""

import uuid
from dataclasses import dataclass
from typing import cast

from chatgpt.conversation.results import OperationState, Status
from kaiwa.own_texts import OwnText, queued
from kaiwa.queue import EventQueue
from kaiwa.table.account_items import Operation
from kaiwa.table.accounts import Link
from kaiwa.table.items import SENT
from kaiwa.table.operations import OPEN, Operations, Sending
from kaiwa.times import Clock

OPERATIONS = uuid.UUID("0c4be3a5-54a0-4f0e-8a0f-5a3d9a1c7d6e")
"""Namespace of the operations' ids: the same request of the same sign-in has the same one."""


class NoSuchOperationError(Exception):
    """The sign-in has no such operation."""


@dataclass(frozen=True)
class SendMessage:
    """Puts messages into the chat's queue, as many as a day allows, and tells how they ended."""

    operations: Operations
    queue: EventQueue
    daily_limit: int
    clock: Clock

    def __call__(self, link: Link, text: str, request_id: str) -> OperationState:
        """Accept the message and queue it behind what its chat is waiting for.

        As long as its end is open it is queued again on a retry, in case it was not the first time
        or the queue has given it up: it is delivered once all the same. Raises the errors of
        `Operations.accept`.
        """
        operation_id = str(uuid.uuid5(OPERATIONS, f"{link.account_id} {request_id}"))
        sending = Sending(operation_id, link, text)
        operation = self.operations.accept(sending, self.daily_limit, self.clock())
        if operation.status in OPEN:
            self.queue.send(queued(_own_text(operation_id, operation, text)))
        return OperationState(operation_id=operation_id, status=cast(Status, operation.status))

    def state(self, operation_id: str, account_id: str) -> OperationState:
        """What became of it. Raises `NoSuchOperationError`, for somebody else's as well."""
        operation = self.operations.find(operation_id, account_id, self.clock())
        if operation is None:
            raise NoSuchOperationError
        return OperationState(operation_id=operation_id, status=cast(Status, operation.status))


def _own_text(operation_id: str, operation: Operation, text: str) -> OwnText:
    return OwnText(
        operation.message_id,
        operation.line_user_id,
        SENT,
        text,
        operation.accepted_at,
        operation_id,
    )
