"""LINE's Messaging API, as far as a bot needs it. The rules are in rules and bodies.

https://developers.line.biz/en/reference/messaging-api/
"""

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from simulator.calls import iso
from simulator.exchange import Answer
from simulator.line.bodies import (
    check_loading,
    check_push,
    check_reply,
    check_webhook_endpoint,
)
from simulator.line.call import LineCall, operation
from simulator.line.content import sample
from simulator.line.errors import LineError, invalid_parameter
from simulator.line.events import message_text, new_quote_token
from simulator.line.identities import USER_ID
from simulator.line.rules import Accepted, parse_retry_key
from simulator.line.webhooks import send_raw, webhook_body
from simulator.state import Simulator

QUOTABLE = {"text", "textV2", "sticker", "image", "video", "template", "flex"}
"""Types of messages that are answered with a quote token."""


async def reply(call: LineCall) -> Response:
    body, simulator, now = await call.body(), call.simulator, call.simulator.clock()
    check_reply(body)
    token = body["replyToken"]
    if call.fault and call.fault.kind == "expire_reply_token":
        simulator.reply_tokens.expire(token)
    chat = simulator.reply_tokens.spend(token, now=now)
    for message in body["messages"]:
        simulator.chats.replied(chat, message_text(message), at=now, reply_token=token)
    return Answer({"sentMessages": list(_sent(simulator, body["messages"]))})


async def push(call: LineCall) -> Response:
    """Every well-formed id is taken for a friend's: a test need not make friends first."""
    body, simulator, now = await call.body(), call.simulator, call.simulator.clock()
    key = call.request.headers.get("x-line-retry-key")
    retry_key = None if key is None else parse_retry_key(key)
    check_push(body)
    if retry_key:
        simulator.retry_keys.check(retry_key, now=now)
    for message in body["messages"]:
        simulator.chats.pushed(body["to"], message_text(message), at=now)
    sent = list(_sent(simulator, body["messages"]))
    if retry_key:
        simulator.retry_keys.accept(retry_key, Accepted(call.request_id, sent, now))
    return Answer({"sentMessages": sent})


async def loading(call: LineCall) -> Response:
    check_loading(await call.body())
    return Answer({}, 202)


async def profile(call: LineCall) -> Response:
    """Known are the users whom a webhook named."""
    user_id = call.request.path_params["user_id"]
    if not USER_ID.fullmatch(user_id):
        raise invalid_parameter("userId")
    if user_id not in call.simulator.names:
        raise LineError(404)
    name = call.simulator.names[user_id]
    return Answer({"userId": user_id, "displayName": name, "language": "ja"})


async def content(call: LineCall) -> Response:
    """A small sample of what a user sent. On the real platform this is api-data.line.me."""
    kind = call.simulator.content.get(call.request.path_params["message_id"])
    if kind == "unsent":
        raise LineError(410, "The content is gone")
    if (found := sample(kind)) is None:
        raise LineError(404, "not found")
    return Response(found.data, media_type=found.media_type)


async def get_webhook_endpoint(call: LineCall) -> Response:
    return Answer({"endpoint": _webhook_endpoint(call.simulator), "active": True})


async def put_webhook_endpoint(call: LineCall) -> Response:
    body = await call.body()
    check_webhook_endpoint(body)
    call.simulator.webhook_endpoint = body["endpoint"]
    return Answer({})


async def test_webhook(call: LineCall) -> Response:
    """What the console's Verify button does, at the given address or at the one that is set."""
    body = await call.body() if await call.request.body() else {}
    if "endpoint" in body:
        check_webhook_endpoint(body)
    endpoint = body.get("endpoint") or _webhook_endpoint(call.simulator)
    now = call.simulator.clock()
    delivery = await send_raw(call.simulator, webhook_body([]), endpoint=endpoint)
    status, reason = delivery["status"], delivery["reason"]
    return Answer(
        {
            "success": reason == "OK",
            "timestamp": iso(now),
            "statusCode": status,
            "reason": reason,
            "detail": str(status) if status else reason.replace("_", " ").capitalize(),
        }
    )


async def unknown(_: LineCall) -> Response:
    raise LineError(404)


def _webhook_endpoint(simulator: Simulator) -> str:
    if simulator.webhook_endpoint is None:
        raise LineError(404, "Webhook endpoint not found")
    return simulator.webhook_endpoint


def _sent(simulator: Simulator, messages: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for message in messages:
        sent = {"id": simulator.new_message_id()}
        if message["type"] in QUOTABLE:
            sent["quoteToken"] = new_quote_token()
        yield sent


ANY = ["GET", "POST", "PUT", "PATCH", "DELETE"]
ENDPOINT = "/v2/bot/channel/webhook/endpoint"
TEST = "/v2/bot/channel/webhook/test"
ROUTES = [
    Route("/v2/bot/message/reply", operation("reply", reply), methods=["POST"]),
    Route("/v2/bot/message/push", operation("push", push, retry_keys=True), methods=["POST"]),
    Route("/v2/bot/chat/loading/start", operation("loading", loading), methods=["POST"]),
    Route("/v2/bot/profile/{user_id}", operation("profile", profile)),
    Route("/v2/bot/message/{message_id}/content", operation("content", content)),
    Route(ENDPOINT, operation("webhook_endpoint", get_webhook_endpoint)),
    Route(ENDPOINT, operation("webhook_endpoint", put_webhook_endpoint), methods=["PUT"]),
    Route(TEST, operation("webhook_test", test_webhook), methods=["POST"]),
    Route("/v2/{path:path}", operation("unknown", unknown), methods=ANY),
]
