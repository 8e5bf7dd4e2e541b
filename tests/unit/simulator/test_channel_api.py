"""The channel as a whole: the bot, the quota, the rich menus."""

from typing import Any

import pytest

from simulator.line.channel_api import QUOTA
from simulator.line.identities import BOT_USER_ID
from tests.unit.simulator.harness import ALICE, LINE, Json, Stand, errors, texts

MENU: Json = {
    "size": {"width": 2500, "height": 1686},
    "selected": True,
    "name": "commands",
    "chatBarText": "Menu",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 2500, "height": 1686},
            "action": {"type": "postback", "data": "/help", "displayText": "/help"},
        }
    ],
}


def png(width: int, height: int, *, more: int = 0) -> bytes:
    """As much of a PNG as tells its measures, and so many bytes after it."""
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    return header + width.to_bytes(4) + height.to_bytes(4) + bytes(more)


IMAGE = png(2500, 1686)


def call(stand: Stand, method: str, path: str, **more: Any) -> tuple[int, Json]:
    headers = LINE | more.pop("headers", {})
    response = stand.client.request(method, f"/v2/bot{path}", headers=headers, **more)
    return response.status_code, response.json()


def create(stand: Stand) -> str:
    status, answer = stand.line("/richmenu", MENU)
    assert (status, set(answer)) == (200, {"richMenuId"})
    return str(answer["richMenuId"])


def upload(
    stand: Stand, rich_menu_id: str, data: bytes = IMAGE, kind: str = "image/png"
) -> tuple[int, Json]:
    headers = {"content-type": kind}
    return call(stand, "POST", f"/richmenu/{rich_menu_id}/content", content=data, headers=headers)


def test_the_bot_is_told(stand: Stand) -> None:
    assert call(stand, "GET", "/info") == (
        200,
        {
            "userId": BOT_USER_ID,
            "basicId": "@216kaiwa",
            "displayName": "Kaiwa",
            "chatMode": "bot",
            "markAsReadMode": "auto",
        },
    )


def test_pushes_count_against_the_quota_and_replies_do_not(stand: Stand) -> None:
    token = stand.hear()["replyToken"]
    assert stand.line("/message/reply", {"replyToken": token, "messages": texts("a")})[0] == 200
    assert call(stand, "GET", "/message/quota/consumption") == (200, {"totalUsage": 0})
    push = {"to": ALICE, "messages": texts("a", "b")}
    assert stand.line("/message/push", push)[0] == 200
    assert stand.line("/message/push", {"to": "nobody", "messages": texts("a")})[0] == 400
    assert call(stand, "GET", "/message/quota/consumption") == (200, {"totalUsage": 1})
    assert call(stand, "GET", "/message/quota") == (200, {"type": "limited", "value": QUOTA})


def test_a_rich_menu_is_created_shown_to_all_and_deleted(stand: Stand) -> None:
    rich_menu_id = create(stand)
    listed = {"richmenus": [{"richMenuId": rich_menu_id, **MENU}]}
    assert call(stand, "GET", "/richmenu/list") == (200, listed)
    assert upload(stand, rich_menu_id) == (200, {})
    assert call(stand, "GET", "/user/all/richmenu") == (404, {"message": "no default richmenu"})
    assert call(stand, "POST", f"/user/all/richmenu/{rich_menu_id}") == (200, {})
    assert call(stand, "GET", "/user/all/richmenu") == (200, {"richMenuId": rich_menu_id})
    assert call(stand, "DELETE", f"/richmenu/{rich_menu_id}") == (200, {})
    assert call(stand, "GET", "/user/all/richmenu") == (404, {"message": "no default richmenu"})
    assert call(stand, "GET", "/richmenu/list") == (200, {"richmenus": []})
    assert call(stand, "DELETE", f"/richmenu/{rich_menu_id}") == (404, {"message": "Not found"})


def test_the_default_can_be_taken_back(stand: Stand) -> None:
    rich_menu_id = create(stand)
    upload(stand, rich_menu_id)
    call(stand, "POST", f"/user/all/richmenu/{rich_menu_id}")
    assert call(stand, "DELETE", "/user/all/richmenu") == (200, {})
    assert call(stand, "GET", "/user/all/richmenu") == (404, {"message": "no default richmenu"})


def test_a_menu_without_an_image_is_shown_to_nobody(stand: Stand) -> None:
    assert call(stand, "POST", f"/user/all/richmenu/{create(stand)}") == (
        400,
        {"message": "must upload richmenu image before applying it to user"},
    )


def test_an_image_is_set_once(stand: Stand) -> None:
    rich_menu_id = create(stand)
    upload(stand, rich_menu_id)
    again = {"message": "An image has already been uploaded to the richmenu"}
    assert upload(stand, rich_menu_id) == (400, again)


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (png(800, 250), "image/png", 200),
        (b"\xff\xd8\xff\xe0", "image/jpeg", 200),
        (IMAGE, "image/jpeg", 400),
        (png(2501, 1686), "image/png", 400),
        (png(799, 250), "image/png", 400),
        (png(800, 249), "image/png", 400),
        (png(1000, 700), "image/png", 400),
        (png(2500, 1686, more=1_000_000), "image/png", 400),
        (IMAGE, "image/gif", 415),
    ],
)
def test_an_image_of_the_wrong_kind_or_size_is_refused(
    stand: Stand, data: bytes, kind: str, status: int
) -> None:
    assert upload(stand, create(stand), data, kind)[0] == status


def area(action: Json, **bounds: int) -> Json:
    """The menu with this one area."""
    whole = {"x": 0, "y": 0, "width": 2500, "height": 1686}
    return MENU | {"areas": [{"bounds": whole | bounds, "action": action}]}


POSTBACK = {"type": "postback", "data": "/help"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (MENU, (200, {})),
        ({**MENU, "name": None}, errors(("must be specified", "name"))),
        (
            {"size": MENU["size"]},
            errors(
                ("must be specified", "selected"),
                ("must be specified", "name"),
                ("must be specified", "chatBarText"),
                ("must be specified", "areas"),
            ),
        ),
        (
            MENU | {"chatBarText": "more than fourteen"},
            errors(("Length must be between 0 and 14", "chatBarText")),
        ),
        (
            MENU | {"size": {"width": 1000, "height": 700}, "areas": []},
            errors(("invalid size", "size")),
        ),
        (
            MENU | {"areas": MENU["areas"] * 21},
            errors(("Size must be between 0 and 20", "areas")),
        ),
        (area(POSTBACK, x=1), errors(("invalid bounds", "areas[0].bounds"))),
        (area({"type": "postback"}), errors(("must be specified", "areas[0].action.data"))),
        (
            area(POSTBACK | {"displayText": "a" * 301}),
            errors(("Length must be between 0 and 300", "areas[0].action.displayText")),
        ),
        (
            area(POSTBACK | {"label": "a" * 21}),
            errors(("Length must be between 0 and 20", "areas[0].action.label")),
        ),
        (
            MENU | {"areas": [{}]},
            errors(
                ("must be specified", "areas[0].bounds"), ("must be specified", "areas[0].action")
            ),
        ),
    ],
)
def test_a_rich_menu_is_checked_before_it_is_created(
    stand: Stand, body: Json, expected: tuple[int, Json]
) -> None:
    assert stand.line("/richmenu/validate", body) == expected
    status, answer = stand.line("/richmenu", body)
    assert status == expected[0]
    if status != 200:
        assert (status, answer) == expected
    assert len(stand.simulator.rich_menus.list()) == (status == 200)


def test_a_reset_forgets_the_menus(stand: Stand) -> None:
    rich_menu_id = create(stand)
    upload(stand, rich_menu_id)
    call(stand, "POST", f"/user/all/richmenu/{rich_menu_id}")
    stand.control("/reset", {})
    assert call(stand, "GET", "/richmenu/list") == (200, {"richmenus": []})
    assert call(stand, "GET", "/user/all/richmenu") == (404, {"message": "no default richmenu"})


def test_the_access_token_is_needed_here_too(stand: Stand) -> None:
    for path in ("/info", "/message/quota", "/richmenu/list", "/user/all/richmenu"):
        assert stand.client.get(f"/v2/bot{path}").status_code == 401
