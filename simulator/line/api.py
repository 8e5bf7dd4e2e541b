"""LINE's Messaging API, as far as a bot needs it. The rules are in rules and bodies.

https://developers.line.biz/en/reference/messaging-api/
"""

from starlette.responses import Response
from starlette.routing import Route

from simulator.calls import iso
from simulator.exchange import Answer
from simulator.line.bodies import check_loading, check_mark_as_read, check_webhook_endpoint
from simulator.line.call import LineCall, operation
from simulator.line.errors import LineError, invalid_property
from simulator.line.profiles import group_member, profile, room_member
from simulator.line.sending import push, reply
from simulator.line.webhooks import send_raw, webhook_body
from simulator.state import Simulator

LOADING_SECONDS = 20


async def loading(call: LineCall) -> Response:
    body, chats = await call.body(), call.simulator.chats
    check_loading(body)
    seconds = body.get("loadingSeconds") or LOADING_SECONDS
    chats.start_loading(body["chatId"], until=call.simulator.clock() + seconds)
    return Answer({}, 202)


async def mark_as_read(call: LineCall) -> Response:
    """The message of the token is read, and what was sent before it.

    https://developers.line.biz/en/reference/messaging-api/#mark-as-read
    """
    body = await call.body()
    check_mark_as_read(body)
    place = call.simulator.read_tokens.find(body["markAsReadToken"])
    if place is None:
        raise invalid_property("markAsReadToken")
    call.simulator.chats.mark_read(place.chat_id, place.message_id)
    return Answer({})


async def content(call: LineCall) -> Response:
    """What a user sent besides text. On the real platform this is api-data.line.me."""
    found = call.simulator.contents.get(call.request.path_params["message_id"])
    if call.fault and call.fault.kind == "preparing":
        return Response(status_code=202)
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


ANY = ["GET", "POST", "PUT", "PATCH", "DELETE"]
ENDPOINT = "/v2/bot/channel/webhook/endpoint"
TEST = "/v2/bot/channel/webhook/test"
ROUTES = [
    Route("/v2/bot/message/reply", operation("reply", reply), methods=["POST"]),
    Route("/v2/bot/message/push", operation("push", push, retry_keys=True), methods=["POST"]),
    Route("/v2/bot/chat/loading/start", operation("loading", loading), methods=["POST"]),
    Route("/v2/bot/chat/markAsRead", operation("mark_as_read", mark_as_read), methods=["POST"]),
    Route("/v2/bot/profile/{user_id}", operation("profile", profile)),
    Route("/v2/bot/group/{group_id}/member/{user_id}", operation("member_profile", group_member)),
    Route("/v2/bot/room/{room_id}/member/{user_id}", operation("member_profile", room_member)),
    Route("/v2/bot/message/{message_id}/content", operation("content", content)),
    Route(ENDPOINT, operation("webhook_endpoint", get_webhook_endpoint)),
    Route(ENDPOINT, operation("webhook_endpoint", put_webhook_endpoint), methods=["PUT"]),
    Route(TEST, operation("webhook_test", test_webhook), methods=["POST"]),
    Route("/v2/{path:path}", operation("unknown", unknown), methods=ANY),
]
