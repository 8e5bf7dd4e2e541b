"""What happened behind one message: the webhook, the bot's calls, its logs, and its table."""

import asyncio
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from starlette.requests import Request
from starlette.responses import Response

from simulator.calls import iso
from simulator.control_input import ControlError
from simulator.exchange import Answer, channel_here
from simulator.line.events import chat_id
from simulator.line.posted import Posted
from simulator.state import Simulator
from simulator.web.aws_trace import look
from simulator.web.deployment import Description, description

Json = dict[str, Any]


async def trace(request: Request) -> Response:
    """?event=<webhookEventId>, or ?bubble=<message id> of what the bot sent by itself."""
    simulator, query = channel_here(request), request.query_params
    if "bubble" in query:
        return Answer({"calls": [_shown(each) for each in _sending(simulator, query["bubble"])]})
    posted = [each for each in simulator.posted.all() if _event(each, query.get("event"))]
    if not posted:
        raise ControlError(404, "This event is not remembered any more.")
    event = _event(posted[0], query.get("event")) or {}
    stack = description(simulator)
    seen = None if stack is None else await asyncio.to_thread(_look, stack, event, posted)
    log = [] if seen is None else seen["log"]
    calls = _calls(simulator, event, posted[0], log)
    return Answer(
        {
            "event": event,
            "webhooks": [_webhook(each) for each in posted],
            "calls": [_shown(each) for each in calls],
            "tokens": _tokens(log),
            "answers": _answers(simulator, event, calls),
            "deployment": seen,
        }
    )


def _look(stack: Description, event: Json, posted: list[Posted]) -> Json:
    """What the emulated AWS knows; a sentence if it does not answer."""
    try:
        return look(stack, event, [each.at for each in posted])
    except (BotoCoreError, ClientError) as error:
        return {"problem": f"The emulated AWS did not answer: {error}", "log": []}


def _event(posted: Posted, event_id: str | None) -> Json | None:
    """The event of this id, if the webhook carried it."""
    for event in posted.events:
        if isinstance(event, dict) and event.get("webhookEventId") == event_id:
            return event
    return None


def _webhook(posted: Posted) -> Json:
    return {
        "at": iso(posted.at),
        "signed": posted.signed,
        "status": posted.status,
        "reason": posted.reason,
        "milliseconds": posted.milliseconds,
    }


def _answers(simulator: Simulator, event: Json, calls: list[Json]) -> list[Json]:
    """The bubbles that these calls brought into the chat."""
    sent = {message_id for call in calls for message_id in _sent(call)}
    return [
        {"by": each.by, "text": each.text}
        for each in simulator.chats.messages(chat_id(event) or "")
        if each.id in sent
    ]


def _sent(call: Json) -> list[str]:
    """The ids of the bubbles that a call sent."""
    answer = call["response"] if isinstance(call["response"], dict) else {}
    return [bubble["id"] for bubble in answer.get("sentMessages", ())]


def _calls(simulator: Simulator, event: Json, first: Posted, log: list[Json]) -> list[Json]:
    """The calls that handled the event: by its tokens, by the ids in the log, by the question."""
    logged = {line["fields"].get("x_line_request_id") for line in log}
    logged |= {line["fields"].get("response_id") for line in log}
    message = event.get("message") or {}
    tokens = {event.get("replyToken"), message.get("markAsReadToken")}
    since, found = iso(first.at), []
    for call in simulator.calls.list():
        if call["received_at"] < since:
            continue
        body = call["body"] if isinstance(call["body"], dict) else {}
        answer = call["response"] if isinstance(call["response"], dict) else {}
        ids = {(call["response_headers"] or {}).get("x-line-request-id"), answer.get("id")}
        given = {body.get("replyToken"), body.get("markAsReadToken")}
        if (
            (ids & logged - {None})
            or (given & tokens - {None})
            or f"/message/{message.get('id')}/" in call["path"]
            or _asks(call, body, message.get("text"))
        ):
            found.append(call)
    return found


def _asks(call: Json, body: Json, text: Any) -> bool:
    """Whether the model is asked what the user said: also a call that failed has this."""
    if call["operation"] != "responses" or not isinstance(text, str):
        return False
    turns = body.get("input")
    return isinstance(turns, list) and bool(turns) and text in str(turns[-1].get("content"))


def _sending(simulator: Simulator, message_id: str) -> list[Json]:
    """The call that sent a bubble of the bot's."""
    return [call for call in simulator.calls.list(service="line") if message_id in _sent(call)]


def _shown(call: Json) -> Json:
    """A call without its headers, which have keys in them."""
    names = ("service", "operation", "received_at", "fault", "status", "milliseconds")
    return {name: call[name] for name in (*names, "body", "response")}


def _tokens(log: list[Json]) -> Json | None:
    """What the model was given and what it wrote, in all."""
    asked = [line["fields"] for line in log if "input_tokens" in line["fields"]]
    if not asked:
        return None
    return {
        name: sum(fields.get(f"{name}_tokens") or 0 for fields in asked)
        for name in ("input", "output")
    }
