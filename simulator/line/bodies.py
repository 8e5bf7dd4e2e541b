"""LINE's rules for request bodies.

The SDK's own models check shape and types; what LINE enforces beyond them is added here. The
wording of the errors is LINE's, from
https://developers.line.biz/en/reference/messaging-api/#error-responses and the examples there.
"""

import httpx
from linebot.v3.messaging.models.mark_messages_as_read_by_token_request import (
    MarkMessagesAsReadByTokenRequest,
)
from linebot.v3.messaging.models.push_message_request import PushMessageRequest
from linebot.v3.messaging.models.reply_message_request import ReplyMessageRequest
from linebot.v3.messaging.models.set_webhook_endpoint_request import SetWebhookEndpointRequest
from linebot.v3.messaging.models.show_loading_animation_request import ShowLoadingAnimationRequest

from simulator.line.errors import LineError, Problem, body_errors, invalid_property
from simulator.line.identities import CHAT_ID, USER_ID
from simulator.line.messages import EMPTY, Body, message_problems, model_problems


def check_reply(body: Body) -> None:
    """Raises LineError unless the body is one that LINE takes as a reply."""
    problems = list(message_problems(body.get("messages")))
    problems += model_problems(ReplyMessageRequest, _with_a_good_message(body))
    if body.get("replyToken") == "":
        problems.append(Problem(EMPTY, "replyToken"))
    _raise(problems)


def check_push(body: Body) -> None:
    """Raises LineError unless the body is one that LINE takes as a push."""
    problems = list(message_problems(body.get("messages")))
    problems += model_problems(PushMessageRequest, _with_a_good_message(body))
    _raise(problems)
    if not CHAT_ID.fullmatch(body["to"]):
        raise invalid_property("to")


def check_loading(body: Body) -> None:
    """Raises LineError unless it is 5 to 60 seconds, in fives, of a one-to-one chat.

    https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator
    """
    problems = model_problems(ShowLoadingAnimationRequest, body)
    if (body.get("loadingSeconds") or 0) % 5:
        problems.append(Problem("must be a multiple of five", "loadingSeconds"))
    if body.get("chatId") is not None and not USER_ID.fullmatch(body["chatId"]):
        sentence = (
            "Only user id is acceptable, please confirm if there are any group/room ids"
            " or illegal ids."
        )
        problems.append(Problem(sentence, "chatId"))
    _raise(problems)


def check_mark_as_read(body: Body) -> None:
    """Raises LineError unless the body names a read token."""
    problems = model_problems(MarkMessagesAsReadByTokenRequest, body)
    if body.get("markAsReadToken") == "":
        problems.append(Problem(EMPTY, "markAsReadToken"))
    _raise(problems)


def check_webhook_endpoint(body: Body) -> None:
    """Raises LineError unless it is a URL of at most 500 characters.

    LINE demands HTTPS; loopback speaks HTTP, so both are taken here.
    """
    _raise(model_problems(SetWebhookEndpointRequest, body))
    try:
        url = httpx.URL(body["endpoint"])
    except httpx.InvalidURL:
        raise LineError(400, "Invalid webhook endpoint URL") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise LineError(400, "Invalid webhook endpoint URL")


def _with_a_good_message(body: Body) -> Body:
    """The body with messages that pass, as the real ones are checked one by one."""
    return {**body, "messages": [{"type": "text", "text": "good"}]}


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise body_errors(problems)
