"""Who a user is: profiles of friends, and of members of groups and rooms.

https://developers.line.biz/en/reference/messaging-api/#get-profile
https://developers.line.biz/en/reference/messaging-api/#get-group-member-profile
"""

from starlette.responses import Response

from simulator.exchange import Answer
from simulator.line.call import LineCall
from simulator.line.errors import LineError, invalid_parameter
from simulator.line.identities import GROUP_ID, ROOM_ID, USER_ID


async def profile(call: LineCall) -> Response:
    """404 for strangers and for users who blocked the bot; LINE does not say which."""
    user_id = _user_id(call)
    user = call.simulator.users.friend(user_id)
    if user is None:
        raise LineError(404)
    language = {} if user.language is None else {"language": user.language}
    return Answer({"userId": user_id, "displayName": user.display_name, **language})


async def group_member(call: LineCall) -> Response:
    group_id = call.request.path_params["group_id"]
    if not GROUP_ID.fullmatch(group_id):
        raise invalid_parameter("groupId")
    return _member(call, group_id)


async def room_member(call: LineCall) -> Response:
    room_id = call.request.path_params["room_id"]
    if not ROOM_ID.fullmatch(room_id):
        raise invalid_parameter("roomId")
    return _member(call, room_id)


def _member(call: LineCall, chat_id: str) -> Response:
    """Friends or not; the language is not told."""
    user_id = _user_id(call)
    user = call.simulator.users.member(chat_id, user_id)
    if user is None:
        raise LineError(404)
    return Answer({"userId": user_id, "displayName": user.display_name})


def _user_id(call: LineCall) -> str:
    user_id: str = call.request.path_params["user_id"]
    if not USER_ID.fullmatch(user_id):
        raise invalid_parameter("userId")
    return user_id
