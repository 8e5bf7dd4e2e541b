"""OpenAI's Responses API, as far as a text conversation needs it.

https://platform.openai.com/docs/api-reference/responses
"""

import hashlib
import json
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.exchange import Answer, Endpoint, Handler, recorded
from simulator.faults import Fault
from simulator.openai.answers import Turn, answer
from simulator.openai.bodies import Body, check_body, turns
from simulator.openai.errors import NO_KEY, NOT_JSON, OpenAIError
from simulator.state import Simulator

RETRY_AFTER_SECONDS = 1.0


async def responses(simulator: Simulator, request: Request, fault: Fault | None) -> Response:
    """Answer the conversation that was sent, from nothing but what was sent."""
    if fault and fault.kind == "status" and fault.status:
        wait = RETRY_AFTER_SECONDS if fault.seconds is None else fault.seconds
        raise OpenAIError(
            fault.status, fault.text, retry_after=wait if fault.status in (429, 503) else None
        )
    _authorise(simulator, request)
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise OpenAIError(400, NOT_JSON) from None
    if not isinstance(body, dict):
        raise OpenAIError(400, NOT_JSON)
    check_body(body)
    said = turns(body["input"])
    text = answer(said)
    if fault and fault.kind in ("empty", "answer"):
        text = fault.text or ""
    return Answer(response_object(body, said, text, created_at=int(simulator.clock())))


async def unknown(_: Simulator, request: Request, __: Fault | None) -> Response:
    raise OpenAIError(
        404, f"Unknown request URL: {request.method} {request.url.path}.", code="unknown_url"
    )


def response_object(body: Body, said: list[Turn], text: str, *, created_at: int) -> dict[str, Any]:
    """The official shape. The ids come from the request, a token is a character.

    A request that asks for reasoning gets a reasoning item before the message, as from models
    that reason: whoever takes the first item of the output for the answer is wrong.
    """
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:48]
    message = {
        "id": f"msg_{digest}",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}],
    }
    reasoning = body.get("reasoning")
    thought = [{"id": f"rs_{digest}", "type": "reasoning", "summary": []}] if reasoning else []
    return {
        "id": f"resp_{digest}",
        "object": "response",
        "created_at": created_at,
        "completed_at": created_at,
        "status": "completed",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "metadata": {},
        "model": body["model"],
        "output": [*thought, message],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": body.get("prompt_cache_key"),
        "reasoning": {"effort": None, "summary": None, **(reasoning or {})},
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": "default",
        "store": False,
        "temperature": 1.0 if body.get("temperature") is None else body["temperature"],
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": _usage(body, said, text),
    }


def _usage(body: Body, said: list[Turn], text: str) -> dict[str, Any]:
    given = len(body.get("instructions") or "") + sum(len(turn.text) for turn in said)
    return {
        "input_tokens": given,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": len(text),
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": given + len(text),
    }


def _authorise(simulator: Simulator, request: Request) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise OpenAIError(401, NO_KEY)
    if key != simulator.openai_api_key:
        raise OpenAIError(401)


def _operation(name: str, act: Endpoint) -> Handler:
    """What is the same for every operation: errors and request ids."""

    async def endpoint(simulator: Simulator, request: Request, fault: Fault | None) -> Response:
        try:
            response = await act(simulator, request, fault)
        except OpenAIError as error:
            response = Answer(error.body, error.status, headers=error.headers)
        response.headers["x-request-id"] = f"req_{uuid4().hex}"
        return response

    return recorded("openai", name, endpoint)


ROUTES = [
    Route("/v1/responses", _operation("responses", responses), methods=["POST"]),
    Route("/v1/{path:path}", _operation("unknown", unknown), methods=["GET", "POST", "DELETE"]),
]
