"""The control API: send webhooks, see every call, set faults. docs/simulator.md describes it.

Errors are `{"error": "a sentence that says what to do"}`.
"""

import base64
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.control_input import ControlError, only, optional, read, required
from simulator.exchange import Answer, Handler, simulator_of
from simulator.faults import KINDS, OPERATIONS, parse_fault
from simulator.line.identities import line_id
from simulator.line.webhooks import NoWebhookEndpointError, send_events, send_raw
from simulator.state import Simulator

ANSWER_SECONDS = 60.0


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


async def post_webhook(request: Request) -> Response:
    """Post a webhook: partial events that are completed, or a raw body."""
    simulator, given = simulator_of(request), await read(request)
    signature = optional(given, "signature", "text", None)
    if "raw_body_base64" in given:
        only(given, "raw_body_base64", "signature")
        try:
            raw = base64.b64decode(optional(given, "raw_body_base64", "text", ""), validate=True)
        except ValueError:
            raise ControlError(400, "raw_body_base64 must be base64.") from None
        return Answer(await send_raw(simulator, raw, signature=signature))
    only(given, "events", "destination", "signature")
    events = required(given, "events", "list")
    if not all(isinstance(event, dict) for event in events):
        raise ControlError(400, "Every event must be an object.")
    destination = optional(given, "destination", "text", "bot")
    return Answer(
        await send_events(simulator, events, destination=destination, signature=signature)
    )


async def say(request: Request) -> Response:
    """Send a text as a user and wait for the bot's answer in that chat."""
    simulator, given = simulator_of(request), await read(request)
    only(given, "text", "user", "group", "timeout_seconds")
    text = required(given, "text", "text")
    source = {"userId": optional(given, "user", "text", "user")}
    if "group" in given:
        source["groupId"] = required(given, "group", "text")
    seconds = optional(given, "timeout_seconds", "number", ANSWER_SECONDS)
    event = {"type": "message", "source": source, "message": {"type": "text", "text": text}}
    before = simulator.chats.last_number
    webhook = await send_events(simulator, [event])
    sent = webhook["events"][0]
    chat = sent["source"].get("groupId") or sent["source"]["userId"]
    if not 200 <= webhook["status"] < 300:
        sentence = f"The webhook was not accepted ({webhook['reason']}): no answer will come."
        raise ControlError(502, sentence, webhook=webhook, chat_id=chat)
    try:
        answers = await simulator.chats.answers(
            chat, reply_token=sent["replyToken"], after=before, seconds=seconds
        )
    except TimeoutError:
        sentence = (
            f"The bot did not answer within {seconds:g} s. Look at GET /control/calls and at the"
            " logs of its functions, or raise timeout_seconds."
        )
        raise ControlError(504, sentence, webhook=webhook, chat_id=chat) from None
    return Answer({"webhook": webhook, "chat_id": chat, "answers": answers})


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
    """What was said in a chat, by its id or a user's short name."""
    messages = simulator_of(request).chats.messages(line_id(request.path_params["chat_id"]))
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
