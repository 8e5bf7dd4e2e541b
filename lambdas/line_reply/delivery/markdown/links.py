"""A link as text: its words and its address."""

import re

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S|[/#?.]|www\.|[\w./-]+\.[a-z]{2,}\b", re.IGNORECASE)
"""What a link may lead to. Else the brackets are no link: "[注](※1)", "f[i](x)"."""
SCHEME = re.compile(r"(?:https?://|mailto:)?(?:www\.)?", re.IGNORECASE)


def is_address(destination: str) -> bool:
    """Whether it is what a link would lead to."""
    return ADDRESS.match(destination) is not None


def link(text: str, address: str) -> str:
    """ "text (address)", or the address alone if the text says no more than that.

    A place on the same page leads nowhere in a bubble, so only the text is left of it.
    """
    address = address.removeprefix("mailto:")
    text = text.strip()
    if address.startswith("#"):
        return text or address
    bare = _bare(address)
    if not text or _bare(text) in (bare, bare.partition("/")[0]):
        return address
    return f"{text} ({address})"


def _bare(address: str) -> str:
    return SCHEME.sub("", address.strip(), count=1).rstrip("/").lower()
