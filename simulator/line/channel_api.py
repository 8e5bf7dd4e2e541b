"""What LINE tells and lets set of the channel as a whole: the bot, the quota, the rich menus.

https://developers.line.biz/en/reference/messaging-api/
"""

from starlette.responses import Response
from starlette.routing import Route

from simulator.exchange import Answer
from simulator.line.call import LineCall, operation
from simulator.line.errors import LineError
from simulator.line.identities import BOT_USER_ID
from simulator.line.rich_menus import check_rich_menu

QUOTA = 200
"""Pushes a month, as on Japan's free plan."""


async def info(_: LineCall) -> Response:
    """https://developers.line.biz/en/reference/messaging-api/#get-bot-info"""
    return Answer(
        {
            "userId": BOT_USER_ID,
            "basicId": "@216kaiwa",
            "displayName": "Kaiwa",
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
    )


async def quota(_: LineCall) -> Response:
    """https://developers.line.biz/en/reference/messaging-api/#get-quota"""
    return Answer({"type": "limited", "value": QUOTA})


async def consumption(call: LineCall) -> Response:
    """The pushes since the last reset. LINE counts recipients; here each call has one.

    https://developers.line.biz/en/reference/messaging-api/#get-consumption
    """
    calls, ours = call.simulator.calls.list(service="line"), call.request.headers["authorization"]
    pushed = [
        each
        for each in calls
        if each["operation"] == "push"
        and each["status"] == 200
        and each["headers"].get("authorization") == ours
    ]
    return Answer({"totalUsage": len(pushed)})


async def create(call: LineCall) -> Response:
    return Answer({"richMenuId": call.simulator.rich_menus.create(await call.body())})


async def validate(call: LineCall) -> Response:
    check_rich_menu(await call.body())
    return Answer({})


async def list_all(call: LineCall) -> Response:
    return Answer({"richmenus": call.simulator.rich_menus.list()})


async def delete(call: LineCall) -> Response:
    call.simulator.rich_menus.delete(_id(call))
    return Answer({})


async def upload(call: LineCall) -> Response:
    """On the real platform this is api-data.line.me."""
    kind = call.request.headers.get("content-type", "").split(";")[0].strip().lower()
    call.simulator.rich_menus.set_image(_id(call), kind, await call.request.body())
    return Answer({})


async def get_default(call: LineCall) -> Response:
    if (rich_menu_id := call.simulator.rich_menus.default_id) is None:
        raise LineError(404, "no default richmenu")
    return Answer({"richMenuId": rich_menu_id})


async def set_default(call: LineCall) -> Response:
    call.simulator.rich_menus.set_default(_id(call))
    return Answer({})


async def cancel_default(call: LineCall) -> Response:
    call.simulator.rich_menus.default_id = None
    return Answer({})


def _id(call: LineCall) -> str:
    rich_menu_id: str = call.request.path_params["rich_menu_id"]
    return rich_menu_id


MENU = "/v2/bot/richmenu"
DEFAULT = "/v2/bot/user/all/richmenu"
ROUTES = [
    Route("/v2/bot/info", operation("bot_info", info)),
    Route("/v2/bot/message/quota", operation("quota", quota)),
    Route("/v2/bot/message/quota/consumption", operation("quota", consumption)),
    Route(MENU, operation("rich_menu", create), methods=["POST"]),
    Route(f"{MENU}/validate", operation("rich_menu", validate), methods=["POST"]),
    Route(f"{MENU}/list", operation("rich_menu", list_all)),
    Route(f"{MENU}/{{rich_menu_id}}", operation("rich_menu", delete), methods=["DELETE"]),
    Route(f"{MENU}/{{rich_menu_id}}/content", operation("rich_menu", upload), methods=["POST"]),
    Route(DEFAULT, operation("rich_menu", get_default)),
    Route(DEFAULT, operation("rich_menu", cancel_default), methods=["DELETE"]),
    Route(f"{DEFAULT}/{{rich_menu_id}}", operation("rich_menu", set_default), methods=["POST"]),
]
