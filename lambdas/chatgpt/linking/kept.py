"""What the browser keeps between the steps, as a cookie's value."""

import re
from urllib.parse import parse_qsl, urlencode

from chatgpt.linking.flow import Asked, Begun, Kept
from kaiwa.link_code import is_code, letters_of, written

LONGEST = 4000
"""Browsers drop a cookie whose name and value have more than 4,096 bytes, and say nothing.
https://www.rfc-editor.org/rfc/rfc6265#section-6.1
"""
YES = {"yes": True, "no": False}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,100}")
"""What `secrets.token_urlsafe` makes."""
TOKEN = re.compile(rf"[A-Za-z0-9._~+/=-]{{1,{LONGEST}}}")
"""https://www.rfc-editor.org/rfc/rfc6750#section-2.1"""
ALPHABETS = {"state": SECRET, "verifier": SECRET, "csrf_token": SECRET, "access_token": TOKEN}


class TooLongError(Exception):
    """The access token does not fit into a cookie: the sign-in is in very many groups."""


def kept_text(kept: Kept) -> str:
    """What to keep, in characters that a cookie may have. Raises `TooLongError`."""
    fields = vars(kept)
    if isinstance(kept, Asked):
        fields = fields | {"replaces": "yes" if kept.replaces else "no"}
    text = urlencode(fields)
    if len(text) > LONGEST:
        raise TooLongError
    return text


def read_kept(text: str) -> Kept | None:
    """What the browser has kept. None if there is nothing that can have been kept here."""
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=10))
    except ValueError:
        return None
    if not all(_is_possible(name, value) for name, value in fields.items()):
        return None
    if fields.keys() == {"state", "verifier", "code"}:
        return Begun(**fields)
    replaces = YES.get(fields.pop("replaces", ""))
    if replaces is None or fields.keys() != {"state", "csrf_token", "access_token", "code"}:
        return None
    return Asked(**fields, replaces=replaces)


def _is_possible(name: str, value: str) -> bool:
    if name == "code":
        return is_code(value) and value == written(letters_of(value))
    return name not in ALPHABETS or ALPHABETS[name].fullmatch(value) is not None
