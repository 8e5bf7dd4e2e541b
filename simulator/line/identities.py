"""LINE ids. Tests and people may say `alice`; LINE says `U` and 32 hexadecimal digits."""

import hashlib
import re
from typing import Literal

Kind = Literal["user", "group", "room"]

PREFIXES: dict[Kind, str] = {"user": "U", "group": "C", "room": "R"}
CHAT_ID = re.compile("[UCR][0-9a-f]{32}")
USER_ID = re.compile("U[0-9a-f]{32}")
GROUP_ID = re.compile("C[0-9a-f]{32}")
ROOM_ID = re.compile("R[0-9a-f]{32}")


def line_id(name: str, kind: Kind = "user") -> str:
    """The id that stands for a short name, always the same one. An id stands for itself."""
    if CHAT_ID.fullmatch(name):
        return name
    return PREFIXES[kind] + hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()[:32]


BOT_USER_ID = line_id("bot")
"""The bot's own user id: the `destination` of every webhook unless one is given."""
