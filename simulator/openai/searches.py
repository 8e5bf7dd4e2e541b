"""Looking something up, as far as one sees of it in the answer: a call, a link and citations."""

from collections.abc import Sequence
from typing import Any

from simulator.openai.answers import JAPANESE, Turn, question
from simulator.openai.bodies import Body

WORDS = ("search", "検索")
"""A question with one of these is looked up if the request has the tool."""
LINKED = "https://example.com/found?utm_source=openai"
CITED_ONLY = "https://example.org/guide?lang=ja&utm_source=openai"
"""OpenAI adds the parameter to the addresses of its citations."""


def is_wanted(body: Body, turns: Sequence[Turn]) -> bool:
    """Whether the stand-in looks something up for this request."""
    has_tool = any(tool["type"].startswith("web_search") for tool in body.get("tools") or ())
    return has_tool and any(word in question(turns).lower() for word in WORDS)


def call(turns: Sequence[Turn], digest: str) -> dict[str, Any]:
    """The item of the output that stands for the search."""
    query = question(turns)
    return {
        "id": f"ws_{digest}",
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "search", "query": query, "queries": [query]},
    }


def cited(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text with what was found, and its citations: one is a link in the text, one is not."""
    link = f"[example.com]({LINKED})"
    japanese = JAPANESE.search(text)
    text += f"調べました（{link}）。" if japanese else f" I looked it up ({link})."
    start = text.index(link)
    citations = [
        {
            "type": "url_citation",
            "start_index": start,
            "end_index": start + len(link),
            "url": url,
            "title": title,
        }
        for url, title in ((LINKED, "Example Domain"), (CITED_ONLY, "A guide [draft]"))
    ]
    return text, citations
