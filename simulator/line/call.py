"""What is the same for every call of LINE's Messaging API."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from simulator.exchange import Answer, Handler, recorded
from simulator.faults import Fault
from simulator.line.errors import (
    AUTHORIZATION_FAILED,
    AUTHORIZATION_MISSING,
    LineError,
    invalid_parameter,
)
from simulator.state import Simulator

LARGEST_BODY = 2_000_000


@dataclass(frozen=True)
class LineCall:
    """A call, and the channel whose access token it came with."""

    simulator: Simulator
    request: Request
    request_id: str
    fault: Fault | None

    async def body(self) -> dict[str, Any]:
        """The JSON object that was sent. Raises LineError if it is none."""
        raw = await self.request.body()
        kind = self.request.headers.get("content-type", "")
        if len(raw) > LARGEST_BODY:
            raise LineError(413)
        if kind.split(";")[0].strip().lower() != "application/json":
            raise LineError(415, f"The content type, {kind}, is not supported")
        place = "line: 1, column: 1"
        try:
            body = json.loads(raw)
        except json.JSONDecodeError as error:
            body, place = None, f"line: {error.lineno}, column: {error.colno}"
        except UnicodeDecodeError:
            body = None
        if not isinstance(body, dict):
            raise LineError(400, f"The request body could not be parsed as JSON ({place})")
        return body


def operation(
    name: str, act: Callable[[LineCall], Awaitable[Response]], *, retry_keys: bool = False
) -> Handler:
    """What is the same for every operation: authorisation, request ids, errors.

    A retry key is refused with 400 where it is not supported:
    https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
    """

    async def endpoint(simulator: Simulator, request: Request, fault: Fault | None) -> Response:
        call = LineCall(simulator, request, str(uuid4()), fault)
        try:
            if fault and fault.kind == "status" and fault.status:
                raise LineError(fault.status, fault.text)
            call = _authorised(call)
            if not retry_keys and "x-line-retry-key" in request.headers:
                raise invalid_parameter("X-Line-Retry-Key")
            response = await act(call)
        except LineError as error:
            response = Answer(error.body, error.status, headers=dict(error.headers))
        response.headers["x-line-request-id"] = call.request_id
        return response

    return recorded("line", name, endpoint)


def _authorised(call: LineCall) -> LineCall:
    scheme, _, token = call.request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise LineError(401, AUTHORIZATION_MISSING)
    for channel in call.simulator.channels.values():
        if token == channel.channel_access_token:
            return replace(call, simulator=channel)
    raise LineError(401, AUTHORIZATION_FAILED)
