"""A browser's request for a page, read: its cookie, its form, and where it comes from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from kaiwa.text import well_formed

LONGEST_FORM = 10_000
MOST_FIELDS = 20
BLANKS = " \t"
"""All that HTTP knows. To browsers any other space is part of a cookie's name."""
OPAQUE = "null"


@dataclass(frozen=True)
class Visit:
    """What a browser asks with. All but the headers have what was given exactly once: of a cookie
    that comes twice, one may be planted.
    """

    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]

    def is_from_elsewhere(self, origin: str) -> bool:
        """Whether another site than `origin` had the browser send it.

        Browsers since 2023 say so themselves. Others name the origin; it is "null" also of pages
        that are to send no referrer, as Kaiwa's own are.
        https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
        https://fetch.spec.whatwg.org/#origin-header
        """
        site = self.headers.get("sec-fetch-site")
        if site is not None:
            return site not in {"same-origin", "none"}
        return self.headers.get("origin", OPAQUE) not in {origin, OPAQUE}


def visit_of(event: Mapping[str, Any]) -> Visit:
    """What an HTTP API event (payload format 2.0) says."""
    headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    # API Gateway takes cookies out of the headers, others leave them there.
    cookies = event.get("cookies") or headers.get("cookie", "").split(";")
    return Visit(
        headers=headers,
        cookies=_once(each.strip(BLANKS).partition("=")[::2] for each in cookies),
        query=_fields(event.get("rawQueryString") or ""),
        form=_fields(event.get("body") or ""),
    )


def _fields(text: str) -> dict[str, str]:
    """What a form has, as text that can be sent back; nothing if it is larger than Kaiwa's."""
    if len(text) > LONGEST_FORM:
        return {}
    try:
        found = parse_qs(well_formed(text), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _once(pairs: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """What has its name to itself."""
    given = [(name, value) for name, value in pairs]
    times = Counter(name for name, _ in given)
    return {name: value for name, value in given if times[name] == 1}
