"""The sources of an answer for which the model looked something up, as readers can use them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARKER = re.compile(" ?\ue200[^\ue201\n]*\ue201?")
"""How models cite among themselves. The API replaces it, but at times it slips through.

https://developers.openai.com/api/docs/guides/citation-formatting
"""
SANDBOX = re.compile(r"!?\[([^\[\]\n]*)\]\(sandbox:[^)\[\n]*\)")
"""How models link to files that they made with the code interpreter. Without a bracket in them: so
each part of a text full of brackets is looked at once.
"""
TRACKING = re.compile(r"([?&])utm_source=openai(?![\w%~-])(&?)")
END_OF_URL = r"""(?=[\s<>()\[\]"'*_.,;:!。、，；：！？「」『』（）【】]|$)"""


@dataclass(frozen=True)
class Source:
    """What an answer rests on: a page, or something without an address, such as a file."""

    title: str
    url: str | None = None


def cleaned(text: str) -> str:
    """The text without what is OpenAI's alone: citation marks, tracking in URLs, and links to what
    only OpenAI's own machines have.
    """
    return _without_tracking(SANDBOX.sub(r"\1", MARKER.sub("", text))).strip()


def with_sources(text: str, sources: Sequence[Source]) -> str:
    """The Markdown `text`, cleaned before, and a list of those sources that it does not name."""
    pages = {_without_tracking(each.url): each.title for each in sources if each.url is not None}
    shown = [_link(title, url) for url, title in pages.items() if not _names(text, url)]
    others = dict.fromkeys(each.title for each in sources if each.url is None)
    shown += [_code(title) for title in others if title not in text]
    links = "\n".join(f"- {each}" for each in shown)
    return f"{text}\n\n{links}" if text and links else text


def _names(text: str, url: str) -> bool:
    """Whether the text has this URL, and not only one that begins like it."""
    return re.search(re.escape(url) + END_OF_URL, text) is not None


def _link(title: str, url: str) -> str:
    """In Markdown: on one line, with nothing that would end the label or the address early."""
    label = re.sub(r"([\\\[\]])", r"\\\1", " ".join(title.split()))
    return f"[{label or url}]({f'<{url}>' if re.search('[() ]', url) else url})"


def _code(title: str) -> str:
    """As it is: a file's name may have anything in it that is Markdown elsewhere."""
    return f"`{' '.join(title.replace('`', '').split())}`"


def _without_tracking(text: str) -> str:
    """With its URLs as their sites know them: OpenAI adds where their readers come from."""
    return TRACKING.sub(lambda found: found[1] if found[2] else "", text)
