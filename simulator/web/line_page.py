"""LINE's side at `/`: phones of several users, and what happens behind each message."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.control_input import ControlError
from simulator.exchange import channel_here
from simulator.line.errors import LineError
from simulator.line.identities import line_id
from simulator.web import line_actions as actions
from simulator.web.line_view import view
from simulator.web.live import live
from simulator.web.page import endpoint, page
from simulator.web.people import USERS
from simulator.web.trace import trace

SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
"""Media types that a browser shows and does not run. Whatever else users send is downloaded."""


def channels(request: Request) -> dict[str, Any]:
    """The channels that there are to choose from, and the one that is shown."""
    channel = channel_here(request)
    return {"channel": channel.channel, "channels": list(channel.channels)}


async def updates(request: Request) -> Response:
    """The chats and one of them, live: ?chat=<id>."""
    simulator, chat = channel_here(request), request.query_params.get("chat", line_id(USERS[0]))
    return live(lambda: view(simulator, chat), simulator.is_ending)


async def content(request: Request) -> Response:
    """What a user sent besides text, or a picture that the bot did."""
    simulator, message_id = channel_here(request), request.path_params["message_id"]
    sent = simulator.pictures.knows(message_id)
    try:
        found = (simulator.pictures if sent else simulator.contents).get(message_id)
    except LineError:
        raise ControlError(404, "There is no such content, or no longer.") from None
    headers = {"content-security-policy": "default-src 'none'; sandbox"}
    if not found.media_type.startswith(SHOWN_INLINE):
        headers["content-disposition"] = "attachment"
        return Response(found.data, media_type="application/octet-stream", headers=headers)
    return Response(found.data, media_type=found.media_type, headers=headers)


ENDPOINTS = [
    ("GET", "live", updates),
    ("POST", "say", actions.say),
    ("POST", "send", actions.send),
    ("POST", "tap", actions.tap),
    ("POST", "unsend", actions.unsend),
    ("POST", "event", actions.live_event),
    ("POST", "redeliver", actions.redeliver),
    ("POST", "misbehave", actions.misbehave),
    ("POST", "people", actions.meet),
    ("GET", "content/{message_id}", content),
    ("GET", "trace", trace),
]
ROUTES = [
    Route("/", page("line.html", channels)),
    *(Route(f"/ui/line/{path}", endpoint(act), methods=[verb]) for verb, path, act in ENDPOINTS),
]
