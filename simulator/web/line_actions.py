"""What one does on LINE's page: each endpoint takes JSON and does it at once, as LINE would."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.control_input import ControlError, only, optional, read, required
from simulator.exchange import Answer, channel_here
from simulator.line.identities import CHAT_ID, USER_ID, line_id
from simulator.line.webhooks import send_events
from simulator.talk import redelivery, tapped, text_message
from simulator.web import misbehaviour
from simulator.web.people import introduce

LIFE = ("follow", "unfollow", "join", "leave", "memberJoined")
LONGEST_NAME = 20


async def say(request: Request) -> Response:
    """A text: `text`, `mention`?, `quote`?."""
    given = await read(request)
    only(given, "chat", "speaker", "text", "mention", "quote")
    chat, _ = _place(given)
    mention = optional(given, "mention", "flag", False) and not USER_ID.fullmatch(chat)
    quote = optional(given, "quote", "text", None)
    message = text_message(required(given, "text", "text"), mention=mention, quote=quote)
    return await _send(request, given, {"type": "message", "message": message})


async def send(request: Request) -> Response:
    """Any other message: `message`, with its `content`."""
    given = await read(request)
    only(given, "chat", "speaker", "message")
    message = required(given, "message", "object")
    return await _send(request, given, {"type": "message", "message": message})


async def tap(request: Request) -> Response:
    """A quick reply under the last bubble: `label`."""
    given = await read(request)
    only(given, "chat", "speaker", "label")
    chat, speaker = _place(given)
    event = tapped(channel_here(request), chat, speaker, required(given, "label", "text"))
    return await _send(request, given, event)


async def unsend(request: Request) -> Response:
    """Take a message back: `message_id`."""
    given = await read(request)
    only(given, "chat", "speaker", "message_id")
    message_id = required(given, "message_id", "text")
    return await _send(request, given, {"type": "unsend", "unsend": {"messageId": message_id}})


async def live_event(request: Request) -> Response:
    """Add or block the bot, invite it into a group or remove it: `what`. Or `member` joins."""
    given = await read(request)
    only(given, "chat", "speaker", "what", "member")
    what = required(given, "what", "text")
    if what not in LIFE:
        raise ControlError(400, f"what must be one of: {', '.join(LIFE)}.")
    if what != "memberJoined":
        return await _send(request, given, {"type": what})
    member = required(given, "member", "text")
    if not USER_ID.fullmatch(member) or USER_ID.fullmatch(_place(given)[0]):
        raise ControlError(400, "member must be the LINE id of a user, who joins a group.")
    members = [{"type": "user", "userId": member}]
    nobody = {"userId": None}  # LINE names those who join, and not who invited them
    event = {"type": what, "source": nobody, "joined": {"members": members}}
    return await _send(request, given, event)


async def redeliver(request: Request) -> Response:
    """LINE delivers an event once more: `event`, its id."""
    simulator, given = channel_here(request), await read(request)
    only(given, "event")
    event_id = required(given, "event", "text")
    for webhook in reversed(simulator.posted.all()):
        for event in webhook.events:
            if isinstance(event, dict) and event.get("webhookEventId") == event_id:
                return Answer(await send_events(simulator, [redelivery(event)]))
    raise ControlError(404, "This event is not remembered any more.")


async def misbehave(request: Request) -> Response:
    """Let something go wrong next time, or not: `name`, `on`."""
    given = await read(request)
    only(given, "name", "on")
    name = required(given, "name", "text")
    if name not in misbehaviour.NAMES:
        raise ControlError(400, f"name must be one of: {', '.join(misbehaviour.NAMES)}.")
    on = required(given, "on", "flag")
    misbehaviour.switch(channel_here(request), name, on=on)
    return Answer({"armed": misbehaviour.armed(channel_here(request))})


async def meet(request: Request) -> Response:
    """A new user, `name` and `language`?, or a group of all users: `name`, `group`: true."""
    simulator, given = channel_here(request), await read(request)
    only(given, "name", "language", "group")
    name = required(given, "name", "text").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ControlError(400, f"name must have 1 to {LONGEST_NAME} characters.")
    if optional(given, "group", "flag", False):
        chat = line_id(name, "group")
        simulator.users.found(chat, name, list(simulator.users.all()))
        return Answer({"chat": chat})
    user = simulator.users.meet(line_id(name), name=name)
    if "language" in given:  # null: LINE tells none
        user.language = optional(given, "language", "text", None)
    return Answer({"chat": line_id(name)})


async def _send(request: Request, given: dict[str, Any], event: dict[str, Any]) -> Response:
    """Post the event as LINE does, or as it never would if the page says so."""
    simulator = channel_here(request)
    introduce(simulator)  # else a reset would leave them without names
    partial = {**event, "source": _source(given) | event.get("source", {})}
    unsigned = misbehaviour.take(simulator, misbehaviour.WRONG_SIGNATURE)
    sent = await send_events(simulator, [partial], signature="invalid" if unsigned else None)
    if misbehaviour.take(simulator, misbehaviour.REDELIVERY):
        await send_events(simulator, [redelivery(sent["events"][0])])
    return Answer(sent)


def _source(given: dict[str, Any]) -> dict[str, str]:
    chat, speaker = _place(given)
    if chat == speaker:
        return {"userId": speaker}
    return {"userId": speaker, "groupId" if chat.startswith("C") else "roomId": chat}


def _place(given: dict[str, Any]) -> tuple[str, str]:
    """Which chat, and who in it."""
    chat, speaker = required(given, "chat", "text"), required(given, "speaker", "text")
    if not CHAT_ID.fullmatch(chat) or not USER_ID.fullmatch(speaker):
        raise ControlError(400, "chat and speaker must be LINE ids.")
    if USER_ID.fullmatch(chat) and chat != speaker:
        raise ControlError(400, "In a chat of one user nobody else speaks.")
    return chat, speaker
