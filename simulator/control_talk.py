"""The part of the control API that plays the users: what they send, and the bot's answers."""

import base64
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.control_input import ControlError, only, optional, read, required
from simulator.exchange import Answer, channel_in
from simulator.line.identities import line_id
from simulator.line.webhooks import send_events, send_raw
from simulator.state import DEFAULT_CHANNEL, Simulator
from simulator.talk import tapped, text_message

ANSWER_SECONDS = 60.0


async def post_webhook(request: Request) -> Response:
    """Post a webhook: partial events that are completed, or a raw body."""
    given = await read(request)
    simulator = _channel(request, given)
    signature = optional(given, "signature", "text", None)
    if "raw_body_base64" in given:
        only(given, "raw_body_base64", "signature", "channel")
        try:
            raw = base64.b64decode(optional(given, "raw_body_base64", "text", ""), validate=True)
        except ValueError:
            raise ControlError(400, "raw_body_base64 must be base64.") from None
        return Answer(await send_raw(simulator, raw, signature=signature))
    only(given, "events", "destination", "signature", "channel")
    events = required(given, "events", "list")
    if not all(isinstance(event, dict) for event in events):
        raise ControlError(400, "Every event must be an object.")
    destination = optional(given, "destination", "text", "bot")
    return Answer(
        await send_events(simulator, events, destination=destination, signature=signature)
    )


async def say(request: Request) -> Response:
    """Send a text as a user and wait for the bot's answer in that chat."""
    given = await read(request)
    only(given, "text", "user", "group", "mention", "quote", "timeout_seconds", "channel")
    text, mention = required(given, "text", "text"), optional(given, "mention", "flag", False)
    if mention and "group" not in given:
        raise ControlError(400, "mention needs a group: one-to-one chats have no mentions.")
    quote = required(given, "quote", "text") if "quote" in given else None
    message = text_message(text, mention=mention, quote=quote)
    return await _converse(request, given, {"type": "message", "message": message})


async def send(request: Request) -> Response:
    """Send any message as a user, content included, and wait for the bot's answer."""
    given = await read(request)
    only(given, "message", "user", "group", "timeout_seconds", "channel")
    message = required(given, "message", "object")
    return await _converse(request, given, {"type": "message", "message": message})


async def tap(request: Request) -> Response:
    """Tap a quick reply under the last bubble of a chat and wait for the bot's answer."""
    given = await read(request)
    simulator = _channel(request, given)
    only(given, "label", "user", "group", "timeout_seconds", "channel")
    label, speaker = required(given, "label", "text"), line_id(_source(given)["userId"])
    event = tapped(simulator, _chat_id(given), speaker, label)
    return await _converse(request, given, event)


async def put_user(request: Request) -> Response:
    """Make a user a friend of the bot, with a display name and a language."""
    given = await read(request)
    simulator = _channel(request, given)
    only(given, "user", "display_name", "language", "channel")
    name = required(given, "user", "text")
    user_id = line_id(name)
    user = simulator.users.meet(user_id, name=None if name == user_id else name)
    user.friend = True
    user.display_name = optional(given, "display_name", "text", user.display_name)
    if "language" in given:  # null: LINE tells none
        user.language = optional(given, "language", "text", None)
    return Answer(
        {"user_id": user_id, "display_name": user.display_name, "language": user.language}
    )


async def _converse(request: Request, given: dict[str, Any], event: dict[str, Any]) -> Response:
    """Send the event as the user in the group or alone, and wait for what the bot answers."""
    simulator, chat = _channel(request, given), _chat_id(given)
    seconds = optional(given, "timeout_seconds", "number", ANSWER_SECONDS)
    before = simulator.chats.last_number
    webhook = await send_events(simulator, [{**event, "source": _source(given)}])
    if not 200 <= webhook["status"] < 300:
        sentence = f"The webhook was not accepted ({webhook['reason']}): no answer will come."
        raise ControlError(502, sentence, webhook=webhook, chat_id=chat)
    try:
        answers = await simulator.chats.answers(
            chat, reply_token=webhook["events"][0]["replyToken"], after=before, seconds=seconds
        )
    except TimeoutError:
        sentence = (
            f"The bot did not answer within {seconds:g} s. Look at GET /control/calls and at the"
            " logs of its functions, or raise timeout_seconds."
        )
        raise ControlError(504, sentence, webhook=webhook, chat_id=chat) from None
    return Answer({"webhook": webhook, "chat_id": chat, "answers": answers})


def _channel(request: Request, given: dict[str, Any]) -> Simulator:
    return channel_in(request, optional(given, "channel", "text", DEFAULT_CHANNEL))


def _source(given: dict[str, Any]) -> dict[str, str]:
    source = {"userId": optional(given, "user", "text", "user")}
    if "group" in given:
        source["groupId"] = required(given, "group", "text")
    return source


def _chat_id(given: dict[str, Any]) -> str:
    source = _source(given)
    if "groupId" in source:
        return line_id(source["groupId"], "group")
    return line_id(source["userId"])
