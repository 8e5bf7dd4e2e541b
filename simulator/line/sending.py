"""Replies and pushes.

https://developers.line.biz/en/docs/messaging-api/sending-messages/
"""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from simulator.chats import ChatMessage, Way
from simulator.exchange import Answer
from simulator.line import pictures
from simulator.line.bodies import check_push, check_reply
from simulator.line.call import LineCall
from simulator.line.content import Content
from simulator.line.errors import invalid_property
from simulator.line.events import message_text, new_quote_token
from simulator.line.quick_replies import actions
from simulator.line.rules import Accepted, parse_retry_key
from simulator.state import Simulator

QUOTABLE = {"text", "textV2", "sticker", "image", "video", "template", "flex"}
"""Types of messages that are answered with a quote token."""

QUOTING = {"text", "textV2", "sticker"}
"""Types of messages that can quote another."""

Messages = Sequence[dict[str, Any]]


async def reply(call: LineCall) -> Response:
    body, simulator, now = await call.body(), call.simulator, call.simulator.clock()
    check_reply(body)
    token, messages = body["replyToken"], body["messages"]
    if call.fault and call.fault.kind == "expire_reply_token":
        simulator.reply_tokens.expire(token)
    chat = simulator.reply_tokens.chat_of(token, now=now)
    quoted = _quoted(simulator, chat, messages)
    shown = await pictures.fetch(simulator.http, messages)
    simulator.reply_tokens.spend(token)
    sent = _send(simulator, chat, messages, quoted, by="reply", reply_token=token)
    _keep(simulator, sent, shown)
    return Answer({"sentMessages": sent})


async def push(call: LineCall) -> Response:
    """Every well-formed id is taken for a friend's: a test need not make friends first."""
    body, simulator, now = await call.body(), call.simulator, call.simulator.clock()
    key = call.request.headers.get("x-line-retry-key")
    retry_key = None if key is None else parse_retry_key(key)
    check_push(body)
    quoted = _quoted(simulator, body["to"], body["messages"])
    if retry_key:
        simulator.retry_keys.check(retry_key, now=now)
    shown = await pictures.fetch(simulator.http, body["messages"])
    sent = _send(simulator, body["to"], body["messages"], quoted, by="push")
    _keep(simulator, sent, shown)
    if retry_key:
        simulator.retry_keys.accept(retry_key, Accepted(call.request_id, sent, now))
    return Answer({"sentMessages": sent})


def _keep(
    simulator: Simulator, sent: Sequence[dict[str, str]], shown: Mapping[int, Content]
) -> None:
    """What the apps show stays with them, as on LINE, whatever becomes of the address."""
    for index, content in shown.items():
        simulator.pictures.note(sent[index]["id"], "image")
        simulator.pictures.keep(sent[index]["id"], content)


def _quoted(simulator: Simulator, chat: str, messages: Messages) -> list[str | None]:
    """The id of the message that each one quotes. Raises LineError unless all are of this chat."""
    quoted = []
    for index, message in enumerate(messages):
        token = message.get("quoteToken") if message["type"] in QUOTING else None
        place = simulator.quote_tokens.find(token)
        if token is not None and (place is None or place.chat_id != chat):
            raise invalid_property(f"messages[{index}].quoteToken")
        quoted.append(place.message_id if place else None)
    return quoted


def _send(
    simulator: Simulator,
    chat: str,
    messages: Messages,
    quoted: Sequence[str | None],
    *,
    by: Way,
    reply_token: str | None = None,
) -> list[dict[str, str]]:
    """Put the messages into the chat; what LINE answers of each.

    A user who blocked the bot sees nothing of it, and LINE does not tell the bot.
    """
    sent = []
    for message, quoted_id in zip(messages, quoted, strict=True):
        bubble = {"id": simulator.new_message_id()}
        if message["type"] in QUOTABLE:
            bubble["quoteToken"] = new_quote_token()
            simulator.quote_tokens.issue(bubble["quoteToken"], chat, bubble["id"])
        sent.append(bubble)
        if not simulator.users.has_blocked(chat):
            simulator.chats.add(
                chat,
                ChatMessage(
                    bubble["id"],
                    message_text(message),
                    at=simulator.clock(),
                    by=by,
                    kind=message["type"],
                    reply_token=reply_token,
                    quick_replies=actions(message),
                    quoted_message_id=quoted_id,
                    message=message,
                ),
            )
    return sent
