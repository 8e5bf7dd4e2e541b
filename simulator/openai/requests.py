"""What is the same for every operation of OpenAI: the key, JSON, errors and request ids."""

import json
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from simulator.exchange import Answer, Endpoint, Handler, recorded
from simulator.faults import Fault
from simulator.openai.errors import NO_KEY, NOT_JSON, OpenAIError
from simulator.state import Simulator

RETRY_AFTER_SECONDS = 1.0


def operation(name: str, act: Endpoint) -> Handler:
    """The handler of an operation that others may call with the key, and whose status may fail."""

    async def endpoint(simulator: Simulator, request: Request, fault: Fault | None) -> Response:
        try:
            _fail_if_told(fault)
            _authorise(simulator, request)
            response = await act(simulator, request, fault)
        except OpenAIError as error:
            response = Answer(error.body, error.status, headers=error.headers)
        response.headers["x-request-id"] = f"req_{uuid4().hex}"
        return response

    return recorded("openai", name, endpoint)


async def json_body(request: Request) -> dict[str, Any]:
    """The body. Raises OpenAIError if it is no JSON object."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise OpenAIError(400, NOT_JSON) from None
    if not isinstance(body, dict):
        raise OpenAIError(400, NOT_JSON)
    return body


def _fail_if_told(fault: Fault | None) -> None:
    if fault and fault.kind == "status" and fault.status:
        wait = RETRY_AFTER_SECONDS if fault.seconds is None else fault.seconds
        raise OpenAIError(
            fault.status, fault.text, retry_after=wait if fault.status in (429, 503) else None
        )


def _authorise(simulator: Simulator, request: Request) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise OpenAIError(401, NO_KEY)
    if key != simulator.openai_api_key:
        raise OpenAIError(401)
