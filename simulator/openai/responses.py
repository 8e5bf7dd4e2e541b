"""OpenAI's Responses API, as far as a conversation needs it.

https://platform.openai.com/docs/api-reference/responses
"""

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.exchange import Answer
from simulator.faults import Fault
from simulator.openai import digests, functions, going_on, summaries
from simulator.openai.answers import Turn, answer
from simulator.openai.bodies import Body, check_body
from simulator.openai.cache import Cached
from simulator.openai.drawing import check_choice, draw
from simulator.openai.parts import turns
from simulator.openai.requests import json_body
from simulator.openai.suggestions import with_suggestions
from simulator.openai.tool_use import Told, Used, use
from simulator.openai.tools import check_tools, without_secrets
from simulator.state import Simulator


async def responses(simulator: Simulator, request: Request, fault: Fault | None) -> Response:
    """Answer the conversation that was sent, from nothing but what was sent."""
    body = await json_body(request)
    check_body(body)
    check_tools(body.get("tools") or [], simulator.vector_stores)
    check_choice(body)
    said, told = turns(body["input"]), body.get("instructions") or ""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:48]
    used = Used("", digest)
    is_cut_off = fault is not None and fault.kind == "cut_off"
    if fault and (fault.kind in ("empty", "answer") or (is_cut_off and fault.text)):
        used.text = fault.text or ""
    elif summaries.is_wanted(told):
        used.text = summaries.summary(said)
    elif called := functions.calls(body, said, digest):
        used.items = called
    else:
        used.text = going_on.rest(said) or digests.digest(said) or answer(said)
        used = use(body, said, used, Told(fault, simulator.vector_stores))
        used.items += draw(body, said, digest)
        half, whole = going_on.half(used.text), with_suggestions(used.text, told, said)
        used.text = half if is_cut_off else whole
    text, items = used.text, used.items
    if not any(item["type"] == "function_call" for item in items):
        items = [*items, _message(text, used.notes, digest)]
    response = _response(body, items, digest, created_at=int(simulator.clock()))
    if is_cut_off:
        response |= {"status": "incomplete", "completed_at": None}
        response |= {"incomplete_details": {"reason": "max_output_tokens"}}
    cached = simulator.prompt_cache.look_up(body, said, simulator.clock())
    return Answer(response | {"usage": _usage(body, said, text, cached)})


def _message(text: str, citations: list[dict[str, Any]], digest: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": citations, "logprobs": []}
    return {
        "id": f"msg_{digest}",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [part],
    }


def _response(
    body: Body, items: list[dict[str, Any]], digest: str, *, created_at: int
) -> dict[str, Any]:
    """The official shape but for the usage. The ids come from the request.

    A request that asks for reasoning gets a reasoning item first, as from models that reason:
    whoever takes the first item of the output for the answer is wrong.
    """
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
        "output": [*thought, *items],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": body.get("prompt_cache_key"),
        "reasoning": {"effort": None, "summary": None, **(reasoning or {})},
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": "default",
        "store": False,
        "temperature": 1.0 if body.get("temperature") is None else body["temperature"],
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": body.get("tool_choice") or "auto",
        "tools": without_secrets(body.get("tools") or []),
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
    }


def _usage(body: Body, said: list[Turn], text: str, cached: Cached) -> dict[str, Any]:
    """A token is a character; images and documents cost nothing."""
    given = len(body.get("instructions") or "") + sum(len(turn.text) for turn in said)
    return {
        "input_tokens": given,
        "input_tokens_details": {
            "cached_tokens": cached.read,
            "cache_write_tokens": cached.written,
        },
        "output_tokens": len(text),
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": given + len(text),
    }
