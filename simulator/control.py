"""The control API: send webhooks, see every call, set faults. docs/simulator.md describes it.

Errors are `{"error": "a sentence that says what to do"}`.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.control_input import ControlError, only, read
from simulator.control_talk import post_webhook, put_user, say, send, tap
from simulator.exchange import Answer, Handler, channel_here, simulator_of
from simulator.faults import KINDS, OPERATIONS, parse_fault
from simulator.line.identities import line_id
from simulator.line.webhooks import NoWebhookEndpointError
from simulator.state import Simulator


async def describe(_: Request) -> Response:
    """This list."""
    endpoints = [
        {"method": method, "path": path, "does": (act.__doc__ or "").strip().splitlines()[0]}
        for method, path, act in ENDPOINTS
    ]
    kinds = {
        kind: {"required": required, "optional": optional}
        for kind, (required, optional) in KINDS.items()
    }
    return Answer({"endpoints": endpoints, "operations": OPERATIONS, "fault_kinds": kinds})


async def health(_: Request) -> Response:
    """200 as soon as the stand-ins serve."""
    return Answer({"status": "ok"})


async def calls(request: Request) -> Response:
    """The calls received, oldest first: ?service=line|openai&after=<number>."""
    query = dict(request.query_params)
    only(query, "service", "after")
    service, after = query.get("service"), query.get("after", "0")
    if service not in (None, *OPERATIONS):
        raise ControlError(400, f"service must be one of: {', '.join(OPERATIONS)}.")
    if not after.isdecimal():
        raise ControlError(400, "after must be the number of a call.")
    listed = simulator_of(request).calls.list(service=service, after=int(after))
    return Answer({"calls": listed})


async def chat(request: Request) -> Response:
    """What was said in a chat, by its id or a user's short name: ?channel=<name>."""
    messages = channel_here(request).chats.messages(line_id(request.path_params["chat_id"]))
    return Answer({"messages": [message.as_dict() for message in messages]})


async def get_faults(request: Request) -> Response:
    """The faults that wait for calls."""
    return _faults(simulator_of(request))


async def post_fault(request: Request) -> Response:
    """Add a fault."""
    given = await read(request)
    try:
        fault = parse_fault(given)
    except ValueError as error:
        raise ControlError(400, str(error)) from None
    simulator_of(request).faults.add(fault)
    return _faults(simulator_of(request))


async def delete_faults(request: Request) -> Response:
    """Clear all faults."""
    simulator_of(request).faults.clear()
    return _faults(simulator_of(request))


async def reset(request: Request) -> Response:
    """Forget calls, chats, tokens, keys and faults; the webhook's address stays."""
    simulator_of(request).reset()
    return Answer({})


async def unknown(_: Request) -> Response:
    raise ControlError(404, "There is no such endpoint. GET /control lists them.")


def _faults(simulator: Simulator) -> Response:
    return Answer({"faults": simulator.faults.list()})


def _operation(act: Callable[[Request], Awaitable[Response]]) -> Handler:
    """Errors as JSON; and no browser: a web page could otherwise drive this API unseen."""

    async def handle(request: Request) -> Response:
        try:
            if "origin" in request.headers:
                raise ControlError(403, "Call this API from a program, not from a web page.")
            return await act(request)
        except NoWebhookEndpointError:
            sentence = "No webhook URL is set: PUT /v2/bot/channel/webhook/endpoint first."
            return Answer({"error": sentence}, 409)
        except ControlError as error:
            return Answer(error.body, error.status)
        except ValueError as error:
            return Answer({"error": str(error)}, 400)

    return handle


ENDPOINTS = [
    ("GET", "/control", describe),
    ("GET", "/control/health", health),
    ("POST", "/control/webhooks", post_webhook),
    ("POST", "/control/say", say),
    ("POST", "/control/send", send),
    ("POST", "/control/tap", tap),
    ("POST", "/control/users", put_user),
    ("GET", "/control/calls", calls),
    ("GET", "/control/chats/{chat_id}", chat),
    ("GET", "/control/faults", get_faults),
    ("POST", "/control/faults", post_fault),
    ("DELETE", "/control/faults", delete_faults),
    ("POST", "/control/reset", reset),
]
ROUTES = [
    *(Route(path, _operation(act), methods=[method]) for method, path, act in ENDPOINTS),
    Route("/control/{path:path}", _operation(unknown), methods=["GET", "POST", "PUT", "DELETE"]),
]
