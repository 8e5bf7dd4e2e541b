"""The rich menus of the channel, and LINE's rules for them and for their images.

https://developers.line.biz/en/reference/messaging-api/#rich-menu
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from linebot.v3.messaging.models.rich_menu_request import RichMenuRequest

from simulator.line.errors import LineError, Problem, body_errors
from simulator.line.messages import Body, model_problems

MOST_MENUS = 1000
MOST_AREAS = 20
MOST_IMAGE_BYTES = 1_000_000
LONGEST_DATA = 300
LONGEST_LABEL = 20
WIDTHS = range(800, 2501)
LEAST_HEIGHT = 250
LEAST_RATIO = 1.45
"""Of an image's width to its height, and of a menu's."""

SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
REQUIRED = ("size", "selected", "name", "chatBarText", "areas")
WRONG_IMAGE = "The image size is not allowed for richmenu"


@dataclass
class RichMenu:
    """What was created, and the image that it got since."""

    body: Body
    image: bytes | None = None


class RichMenus:
    """The menus by id, and which of them everybody sees."""

    def __init__(self) -> None:
        self._menus: dict[str, RichMenu] = {}
        self.default_id: str | None = None

    def create(self, body: Body) -> str:
        """Raises LineError unless the body is one that LINE takes as a rich menu."""
        check_rich_menu(body)
        if len(self._menus) >= MOST_MENUS:
            raise LineError(400, f"The number of rich menus must be at most {MOST_MENUS}")
        rich_menu_id = f"richmenu-{uuid4().hex}"
        self._menus[rich_menu_id] = RichMenu(body)
        return rich_menu_id

    def find(self, rich_menu_id: str) -> RichMenu:
        """Raises the 404 that LINE answers where there is none."""
        if rich_menu_id not in self._menus:
            raise LineError(404)
        return self._menus[rich_menu_id]

    def list(self) -> list[dict[str, Any]]:
        return [{"richMenuId": each, **menu.body} for each, menu in self._menus.items()]

    def delete(self, rich_menu_id: str) -> None:
        self.find(rich_menu_id)
        del self._menus[rich_menu_id]
        if self.default_id == rich_menu_id:
            self.default_id = None

    def set_image(self, rich_menu_id: str, media_type: str, data: bytes) -> None:
        """An image can be set once: another one takes another menu."""
        menu = self.find(rich_menu_id)
        if media_type not in SIGNATURES:
            raise LineError(415, f"The content type, {media_type}, is not supported")
        if menu.image is not None:
            raise LineError(400, "An image has already been uploaded to the richmenu")
        check_image(media_type, data)
        menu.image = data

    def set_default(self, rich_menu_id: str) -> None:
        if self.find(rich_menu_id).image is None:
            raise LineError(400, "must upload richmenu image before applying it to user")
        self.default_id = rich_menu_id

    def clear(self) -> None:
        self._menus.clear()
        self.default_id = None


def check_rich_menu(body: Body) -> None:
    """Raises LineError. The words are LINE's where it documents them: `must be specified`."""
    missing = [Problem("must be specified", name) for name in REQUIRED if body.get(name) is None]
    problems = [*missing, *model_problems(RichMenuRequest, body)]
    if not missing:
        problems += [*_size_problems(body["size"]), *_area_problems(body)]
    if problems:
        raise body_errors(problems)


def check_image(media_type: str, data: bytes) -> None:
    """Raises LineError. Of a JPEG, the measures are not looked at."""
    fits = data.startswith(SIGNATURES[media_type]) and len(data) <= MOST_IMAGE_BYTES
    if fits and media_type == "image/png":
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        fits = _is_allowed(width, height)
    if not fits:
        raise LineError(400, WRONG_IMAGE)


def _is_allowed(width: int, height: int) -> bool:
    return width in WIDTHS and height >= LEAST_HEIGHT and width / height >= LEAST_RATIO


def _size_problems(size: Body) -> Iterator[Problem]:
    if not _is_allowed(size.get("width") or 0, size.get("height") or 0):
        yield Problem("invalid size", "size")


def _area_problems(body: Body) -> Iterator[Problem]:
    areas, size = body["areas"], body["size"]
    if len(areas) > MOST_AREAS:
        yield Problem(f"Size must be between 0 and {MOST_AREAS}", "areas")
    for index, area in enumerate(areas):
        name = f"areas[{index}]"
        bounds, action = area.get("bounds"), area.get("action")
        for part in ("bounds", "action"):
            if not area.get(part):
                yield Problem("must be specified", f"{name}.{part}")
        if bounds and not _lies_within(bounds, size):
            yield Problem("invalid bounds", f"{name}.bounds")
        if action:
            yield from _action_problems(action, f"{name}.action")


def _lies_within(bounds: Body, size: Body) -> bool:
    return all(
        (bounds.get(start) or 0) + (bounds.get(length) or 0) <= (size.get(length) or 0)
        for start, length in (("x", "width"), ("y", "height"))
    )


def _action_problems(action: Body, name: str) -> Iterator[Problem]:
    """https://developers.line.biz/en/reference/messaging-api/#postback-action"""
    if action["type"] == "postback" and not action.get("data"):
        yield Problem("must be specified", f"{name}.data")
    for member, most in (("label", LONGEST_LABEL), ("displayText", LONGEST_DATA)):
        if len(action.get(member) or "") > most:
            yield Problem(f"Length must be between 0 and {most}", f"{name}.{member}")
