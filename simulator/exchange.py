"""One call to a stand-in: recorded, answered, and spoilt if a fault says so."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from simulator.calls import Call, iso, readable
from simulator.faults import Fault
from simulator.peers import kill_peer
from simulator.state import DEFAULT_CHANNEL, Simulator

Endpoint = Callable[[Simulator, Request, Fault | None], Awaitable[Response]]
Handler = Callable[[Request], Awaitable[Response]]

NOT_JSON = "<html><body>The stand-in was told to answer with something malformed.</body></html>"


class Answer(JSONResponse):
    """JSON that can repeat whatever was received, half a surrogate pair included."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode(errors="backslashreplace")


class _UnansweredError(Exception):
    """Nobody is left to answer."""


def simulator_of(request: Request) -> Simulator:
    simulator: Simulator = request.app.state.simulator
    return simulator


def channel_in(request: Request, name: str) -> Simulator:
    """The channel of LINE's with this name. Raises ValueError if there is none."""
    channels = simulator_of(request).channels
    if name not in channels:
        raise ValueError(f"channel must be one of: {', '.join(channels)}.")
    return channels[name]


def channel_here(request: Request) -> Simulator:
    """The channel that the page shows: ?channel=<name>. Raises ValueError if there is none."""
    return channel_in(request, request.query_params.get("channel", DEFAULT_CHANNEL))


def recorded(service: str, operation: str, endpoint: Endpoint) -> Handler:
    """A handler that records each call of `endpoint` and applies the faults of a connection.

    The endpoint gets the fault too, for those that change what it says or knows. A call takes
    effect before its answer is delayed, made malformed or lost: that is what makes such
    failures ambiguous for the client.
    """

    async def handle(request: Request) -> Response:
        simulator = simulator_of(request)
        received_at = simulator.clock()
        fault = simulator.faults.take(service, operation)
        call = Call(
            service=service,
            operation=operation,
            method=request.method,
            path=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            headers=dict(request.headers),
            body=readable(await request.body()),
            received_at=iso(received_at),
            fault=fault.kind if fault else None,
        )
        simulator.calls.add(call)
        response = await endpoint(simulator, request, fault)
        if fault is not None:
            try:
                response = await _spoilt(simulator, request, response, fault)
            except _UnansweredError:
                return Response()  # to nobody
        call.status = response.status_code
        call.response_headers = dict(response.headers)
        call.response = _shown(response)
        call.milliseconds = round((simulator.clock() - received_at) * 1000, 3)
        return response

    return handle


async def _spoilt(
    simulator: Simulator, request: Request, response: Response, fault: Fault
) -> Response:
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds or 0)
    elif fault.kind == "malformed":
        headers = {"content-type": response.headers["content-type"]}
        return PlainTextResponse(NOT_JSON, response.status_code, headers=headers)
    elif fault.kind in ("drop_response", "kill_client"):
        try:
            await _hang_up(simulator, request, kill=fault.kind == "kill_client")
        except RuntimeError as error:
            return Answer({"message": str(error)}, 500)
        raise _UnansweredError
    return response


async def _hang_up(simulator: Simulator, request: Request, *, kill: bool) -> None:
    """Close the connection without an answer, after killing whoever waits for it if told so."""
    if request.client is None:
        raise RuntimeError("The connection has no client.")
    client = (request.client.host, request.client.port)
    if kill:
        await asyncio.to_thread(kill_peer, client, request.scope["server"][1])
    simulator.hang_up(client)
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _shown(response: Response) -> Any:
    """The answer as the record shows it."""
    kind = response.headers.get("content-type", "")
    if kind.startswith(("application/json", "text/")):
        return readable(bytes(response.body))
    return f"<{len(response.body)} bytes of {kind}>"
