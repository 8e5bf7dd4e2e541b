"""The sources of an answer for which the model searched the Web, as links that readers can use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARKER = re.compile(" ?\ue200[^\ue201\n]*\ue201?")
"""How models cite among themselves. The API replaces it, but at times it slips through.

https://developers.openai.com/api/docs/guides/citation-formatting
"""
TRACKING = re.compile(r"([?&])utm_source=openai(?![\w%~-])(&?)")
END_OF_URL = r"""(?=[\s<>()\[\]"'*_.,;:!。、，；：！？「」『』（）【】]|$)"""


@dataclass(frozen=True)
class Source:
    """A page that an answer rests on."""

    title: str
    url: str


def cleaned(text: str) -> str:
    """The text without what is OpenAI's alone: citation marks, and tracking in URLs."""
    return _without_tracking(MARKER.sub("", text)).strip()


def with_sources(text: str, sources: Sequence[Source]) -> str:
    """The Markdown `text`, cleaned before, and a list of those sources that it does not link to."""
    missing = {
        url: source.title
        for source in sources
        if not _names(text, url := _without_tracking(source.url))
    }
    links = "\n".join(f"- {_link(title, url)}" for url, title in missing.items())
    return f"{text}\n\n{links}" if text and links else text


def _names(text: str, url: str) -> bool:
    """Whether the text has this URL, and not only one that begins like it."""
    return re.search(re.escape(url) + END_OF_URL, text) is not None


def _link(title: str, url: str) -> str:
    """In Markdown: on one line, with nothing that would end the label or the address early."""
    label = re.sub(r"([\\\[\]])", r"\\\1", " ".join(title.split()))
    return f"[{label or url}]({f'<{url}>' if re.search('[() ]', url) else url})"


def _without_tracking(text: str) -> str:
    """With its URLs as their sites know them: OpenAI adds where their readers come from."""
    return TRACKING.sub(lambda found: found[1] if found[2] else "", text)
