"""The Japanese documents are in step with the English ones, as far as all but sentences shows it.

`X.ja.md` has the headings, paragraphs, lists, tables and blocks of code of `X.md`, in its order,
and in each of them the same code, links, pictures and numbers. So whoever adds a heading, a row or
a command to either side is told. Comments in commands, and what is listed here, are translated.
"""

import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it.token import Token

from line_reply.speech.languages import en, ja
from tests.markdown import headings, links, parsed

ROOT = Path(__file__).parents[2]
TRANSLATED = [
    "README",
    "docs/chatgpt-action",
    "docs/chatgpt-plugin",
    "docs/data",
    "docs/line-setup",
    "docs/operating",
    "docs/runbook",
]
WORDS = {
    "<address of this repository>": "<このリポジトリのURL>",
    "<model>": "<モデル>",
    "<commit>": "<コミット>",
    "<lock id>": "<ロックのID>",
    "<LINE id>": "<LINEのID>",
    "<user_pool_id of make outputs>": "<make outputsのuser_pool_id>",
    "<table_name of make outputs>": "<make outputsのtable_name>",
    "<api_url of make outputs>": "<make outputsのapi_url>",
    "<client ID>": "<クライアントID>",
    "<each UUID of line_reply:live>": "<line_reply:liveの各UUID>",
    "<its ARN>": "<そのARN>",
}
"""What stands for a value in code."""
SPOKEN = zip(en.TEXTS.link_code.splitlines(), ja.TEXTS.link_code.splitlines(), strict=True)
WORDS |= dict(SPOKEN)
"""What Kaiwa itself says, which the documents quote."""
ADDRESSES = {
    "https://docs.aws.amazon.com/": "https://docs.aws.amazon.com/ja_jp/",
    "https://developers.openai.com/api/": "https://developers.openai.com/ja-JP/api/",
    "https://learn.chatgpt.com/docs/": "https://developers.openai.com/ja-JP/docs/",
}
"""Pages that their owner has in both languages. The English one may be linked from either side."""
COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
COMMENTED = {"sh", "hcl", "toml"}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

english_and_japanese = pytest.mark.parametrize("name", TRANSLATED)


def test_each_japanese_document_is_compared() -> None:
    found = [*ROOT.glob("*.ja.md"), *ROOT.glob("docs/**/*.ja.md"), *ROOT.glob("plugin/**/*.ja.md")]
    assert sorted(str(path.relative_to(ROOT)) for path in found) == [
        f"{name}.ja.md" for name in TRANSLATED
    ]


@english_and_japanese
def test_either_leads_to_the_other_below_its_title(name: str) -> None:
    stem = Path(name).name
    assert _below_the_title(ROOT / f"{name}.md") == f"[日本語]({stem}.ja.md) · English"
    assert _below_the_title(ROOT / f"{name}.ja.md") == f"日本語 · [English]({stem}.md)"


@english_and_japanese
def test_both_have_the_same_code_links_and_structure(name: str) -> None:
    english, japanese = (list(_outline(ROOT / f"{name}{end}")) for end in (".md", ".ja.md"))
    difference = "\n".join(unified_diff(english, japanese, "English", "Japanese", lineterm=""))
    assert not difference, difference


@english_and_japanese
def test_every_number_of_the_english_is_in_the_japanese(name: str) -> None:
    """Which writes more of them in figures: "two seconds" is "2秒"."""
    pairs = zip(_prose(ROOT / f"{name}.md"), _prose(ROOT / f"{name}.ja.md"), strict=True)
    missing = [(one, other) for one, other in pairs if not _numbers(one) <= _numbers(other)]
    assert missing == []


def _outline(document: Path) -> Iterator[str]:
    for token in _body(document):
        place = "  " * token.level
        if token.type == "inline":
            yield from (f"{place}{part}" for part in sorted(_parts(document, token)))
        elif token.type in {"fence", "code_block"}:
            yield f"{place}```{token.info}\n{_code(token)}"
        elif token.nesting >= 0:
            yield f"{place}{token.type} {token.tag}"


def _parts(document: Path, token: Token) -> Iterator[str]:
    for child in token.children or []:
        if child.type == "code_inline":
            yield f"`{_in_english(child.content)}`"
        elif child.type == "image":
            yield f"picture {child.attrGet('src')}"
    for link in links(token):
        if not (document.suffixes == [".md"] and link.partition("#")[0].endswith(".ja.md")):
            yield f"link {_target(document, unquote(link))}"


def _target(document: Path, link: str) -> str:
    """Where a link leads in either language: the document, and which of its headings."""
    path, _, anchor = link.partition("#")
    if ":" in path:
        for english, japanese in ADDRESSES.items():
            link = link.replace(japanese, english)
        return link
    target = (document.parent / path).resolve() if path else document
    if document.name.endswith(".ja.md"):
        translation = target.with_name(f"{target.stem}.ja.md")
        assert not translation.exists(), f"{document.name} links to {path} in English"
    heading = f"#{headings(target).index(anchor)}" if anchor else ""
    return f"{target.relative_to(ROOT)}".replace(".ja.md", ".md") + heading


def _code(token: Token) -> str:
    code = COMMENT.sub("#", token.content) if token.info in COMMENTED else token.content
    return _in_english(code)


def _in_english(code: str) -> str:
    for english, japanese in WORDS.items():
        code = code.replace(japanese, english)
    return code


def _prose(document: Path) -> list[str]:
    return [_sentences(token) for token in _body(document) if token.type in {"inline", "fence"}]


def _sentences(token: Token) -> str:
    if token.info in COMMENTED:
        return "\n".join(COMMENT.findall(token.content))
    return "".join(child.content for child in token.children or [] if child.type == "text")


def _numbers(sentences: str) -> set[str]:
    return set(NUMBER.findall(sentences))


def _below_the_title(document: Path) -> str:
    return parsed(document)[4].content


def _body(document: Path) -> list[Token]:
    """What follows on the title and on the line that leads to the other language."""
    return parsed(document)[6:]
