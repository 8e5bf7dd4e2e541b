"""The rich menu: what its areas do, and how it comes to be the one that everybody sees.

The default images are rendered from rich_menu.html, with Noto Sans CJK JP (fonts-noto-cjk):

    chromium --headless --hide-scrollbars --window-size=2500,1686 \\
        --screenshot=scripts/rich_menu.png scripts/rich_menu.html
    chromium --headless --hide-scrollbars --window-size=2500,1686 \\
        --screenshot=scripts/rich_menu_without_link.png "file://$PWD/scripts/rich_menu.html#without-link"
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from scripts.line_channel import LineChannel, LineError

NAME = "Kaiwa: commands"
"""By which an earlier one is known; nobody on LINE sees it."""
CHAT_BAR_TEXT = "メニュー / Menu"
IMAGE = Path(__file__).with_suffix(".png")
IMAGE_WITHOUT_LINK = IMAGE.with_stem("rich_menu_without_link")
COMMANDS = (
    ("/help", "できること Help"),
    ("/again", "もう一度 Again"),
    ("/reset", "新しい話 New"),
    ("/persona", "話し方 Persona"),
    ("/language", "言語 Language"),
    ("/link", "ChatGPTと連携 Link"),
)
"""Command and label, which screen readers say, from left to right and from top to bottom. The last
one has no place where the operator has not set linking up.
"""
COLUMNS, ROWS = 3, 2

MEDIA_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MOST_BYTES = 1_000_000
WIDTHS = range(800, 2501)
LEAST_HEIGHT = 250
LEAST_RATIO = 1.45
"""https://developers.line.biz/en/reference/messaging-api/#upload-rich-menu-image"""


def publish(
    channel: LineChannel, image: Path | None = None, *, offers_linking: bool = True
) -> None:
    """Show everybody a new menu with this image, or Kaiwa's own, then remove Kaiwa's earlier ones.

    Ends the process if the image is none that LINE takes. Raises `LineError`.
    """
    own = IMAGE if offers_linking else IMAGE_WITHOUT_LINK
    media_type, data, size = read_image(image or own)
    earlier = [each for each, name in channel.rich_menus() if name == NAME]
    rich_menu_id = channel.create_rich_menu(menu(*size, offers_linking=offers_linking))
    try:
        channel.set_rich_menu_image(rich_menu_id, media_type, data)
        channel.set_default_rich_menu(rich_menu_id)
    except LineError:
        with suppress(LineError):
            channel.delete_rich_menu(rich_menu_id)
        raise
    for each in earlier:
        channel.delete_rich_menu(each)


def menu(width: int, height: int, *, offers_linking: bool = True) -> dict[str, Any]:
    """The rich menu object for an image of this size. A tap shows the command as said.

    https://developers.line.biz/en/reference/messaging-api/#rich-menu-object
    """
    commands = COMMANDS if offers_linking else COMMANDS[:-1]
    areas = [
        {
            "bounds": bounds,
            "action": {"type": "postback", "data": says, "displayText": says, "label": label},
        }
        for bounds, (says, label) in zip(_grid(width, height, len(commands)), commands, strict=True)
    ]
    return {
        "size": {"width": width, "height": height},
        "selected": True,
        "name": NAME,
        "chatBarText": CHAT_BAR_TEXT,
        "areas": areas,
    }


def _grid(width: int, height: int, areas: int) -> Iterator[dict[str, int]]:
    """Three above three, or fewer and wider ones."""
    ys = [height * row // ROWS for row in range(ROWS + 1)]
    for row, (top, bottom) in enumerate(pairwise(ys)):
        columns = min(COLUMNS, areas - row * COLUMNS)
        xs = [width * column // columns for column in range(columns + 1)]
        for left, right in pairwise(xs):
            yield {"x": left, "y": top, "width": right - left, "height": bottom - top}


def read_image(path: Path) -> tuple[str, bytes, tuple[int, int]]:
    """Media type, bytes, and width and height. Ends the process on what LINE would refuse."""
    data = path.read_bytes() if path.is_file() else sys.exit(f"There is no image {path}.")
    kinds = (kind for start, kind in MEDIA_TYPES.items() if data.startswith(start))
    media_type = next(kinds, None) or sys.exit(f"{path} must be a PNG or a JPEG.")
    if len(data) > MOST_BYTES:
        sys.exit(f"{path} has more than 1 MB, which is the most that LINE takes.")
    width, height = _png_size(data) if media_type == "image/png" else _jpeg_size(data)
    if width not in WIDTHS or height < LEAST_HEIGHT or width < height * LEAST_RATIO:
        sys.exit(
            f"{path} is {width} x {height} pixels. LINE takes 800 to 2500 in width, 250 or more "
            f"in height, and a width of at least {LEAST_RATIO} times the height."
        )
    return media_type, data, (width, height)


def _png_size(data: bytes) -> tuple[int, int]:
    """https://www.w3.org/TR/png-3/#11IHDR"""
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From the first frame header, (0, 0) without one. https://www.w3.org/Graphics/JPEG/itu-t81.pdf"""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + length
    return 0, 0
