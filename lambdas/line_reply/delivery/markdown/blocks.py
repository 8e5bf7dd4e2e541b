"""Lines and blocks: what stands before, between and around the words.

markdown-it says which lines are what. Lines that it has no name for are shown as they were
written, and so is what stands before the words of a line, but for bullets: nothing gets lost.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token

from line_reply.delivery.formulas import readable
from line_reply.delivery.markdown import formula, inline, tables
from line_reply.delivery.markdown.page import WHITE, Code, Page

HEADING = "■ "
RULE = "─" * 10

BULLET = re.compile(r"[-*][ \t]+")
ITEM = re.compile(r"(?:[-*][ \t]+|(?<=[.)])([ \t]+))$")
"""The end of what stands before an item's words: a bullet, or the space after a number."""
TASK = re.compile(r"\[([ xX])\] ")
SHORT_RULE = re.compile(r" {0,3}([-*_])( ?\1){2}[ \t]*")
TILDE_FENCE = re.compile(r"~~~[ \t]*|~{3,}[ \t]*\w[\w+#.-]*[ \t]*", re.ASCII)
CONTAINERS = re.compile(r"^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*")
"""What quotes and lists put before the first line of a block."""


def render(markdown: str) -> Page:
    """The whole text, block by block."""
    source = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tokens = _parser().parse("\n".join(source))
    numbers = _counted(tokens)
    page = Page()
    done = 0
    for kind, token in _leaves(tokens):
        start, end = token.map or [done, done]
        page.write(source[done:start])
        _show(kind, token, source[start:end], numbers.get(start), page)
        done = end
    page.write(source[done:])
    return page


@cache
def _parser() -> MarkdownIt:
    """Not enabled: underlined headings, HTML and reference definitions, which plain text has too
    (lines of "===", "[1]: …"); they are shown as they are written.
    """
    parser = MarkdownIt("zero").enable(
        ["blockquote", "code", "fence", "heading", "hr", "list", "table"]
    )
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.at("fence", _fence, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.before("fence", "formula", formula.block, {"alt": ["paragraph"]})
    parser.block.ruler.before("fence", "end of quote", _ends_quote, {"alt": ["blockquote"]})
    return parser


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence, but not the wavy line "~~~~~~~~" that people draw below a heading."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if line.startswith("~") and not TILDE_FENCE.fullmatch(line):
        return False
    return fence(state, start, end, silent)


def _ends_quote(state: StateBlock, _: int, __: int, silent: bool) -> bool:
    """A line without a mark is not quoted. CommonMark takes it along where it goes on with a
    paragraph, which the library finds out too late: of many quotes, each would be read to the end.
    """
    return silent and state.parentType == "blockquote"


def _leaves(tokens: Iterable[Token]) -> Iterator[tuple[str, Token]]:
    """The blocks that hold no blocks, and what they are."""
    kind = "paragraph"
    table = False
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            table = token.nesting > 0
        if token.type == "inline" and not table:
            yield kind, token
        elif token.type in ("table_open", "fence", "code_block", "formula", "hr"):
            yield token.type, token
        kind = "heading" if token.type == "heading_open" else "paragraph"


def _show(kind: str, token: Token, source: list[str], number: int | None, page: Page) -> None:
    """Put a block, these lines of the source, on the page."""
    if kind == "paragraph":
        page.write(_paragraph(token.content, source, number))
    elif kind == "heading" and token.content:
        before = source[0][: source[0].index("#")]
        page.gap()
        page.write([_marked(before, number) + HEADING + inline.shown(token.content)])
        page.gap()
    elif kind in ("fence", "table_open"):
        _show_figure(kind, token, source, number, page)
    elif kind == "formula" and (text := readable(token.content)):
        found = CONTAINERS.match(source[0])
        start = _marked(found.group(), number) if found and token.level else ""
        page.write([start + line for line in text.split("\n")])
    elif kind == "hr" and SHORT_RULE.fullmatch(source[0]):
        page.write([RULE])
    else:
        page.write_code(source)


def _show_figure(
    kind: str, token: Token, source: list[str], number: int | None, page: Page
) -> None:
    """Put code or a table on the page, below what the first line of the block begins with."""
    inside = CONTAINERS.sub("", source[0], count=1) if token.level else source[0]
    before = source[0].removesuffix(inside)
    page.gap()
    if before.strip(WHITE + ">"):
        page.write([_marked(before, number).rstrip(WHITE)])
    if not token.info.isascii():
        page.write([token.info.strip(WHITE)])  # no language, but words
    if kind == "table_open":
        rest = [line.lstrip(WHITE + ">") if token.level else line for line in source[1:]]
        table = tables.table_of([inside, *rest])
        with page.figure(table):
            page.write(tables.shown(table))
    elif token.content:
        with page.figure(Code(token.content.removesuffix("\n"))):
            page.write_code(token.content.removesuffix("\n").split("\n"))
    page.gap()


def _paragraph(content: str, source: Sequence[str], number: int | None) -> list[str]:
    """The lines with their words shown. `content` is the words without what is before them."""
    words = [line.strip() for line in content.split("\n")]
    if len(words) != len(source):
        return list(source)
    before = [
        line[: len(line.rstrip()) - len(word)] for line, word in zip(source, words, strict=True)
    ]
    rest = [line[len(start) :] for line, start in zip(source, before, strict=True)]
    lines = inline.shown("\n".join(rest)).split("\n")
    # A link with a line break in its address is a line less.
    starts = [*before, *before[-1:] * len(lines)]
    if (task := TASK.match(lines[0])) and ITEM.search(starts[0]):
        starts[0] = ITEM.sub(r"\1", starts[0])
        lines[0] = ("☐ " if task[1] == " " else "☑ ") + lines[0][task.end() :]
    starts[0] = _marked(starts[0], number)
    return [start + line for start, line in zip(starts, lines, strict=False)]


def _marked(before: str, number: int | None) -> str:
    """What stands before a block's first line, with dots for bullets. "+ 1" is a sum, no bullet."""
    if number is not None:
        before = re.sub(r"1(?=[.)])", str(number), before, count=1)
    return BULLET.sub("・", before)


def _counted(tokens: Iterable[Token]) -> dict[int, int]:
    """Numbers for lists whose items are all written "1.", by their line; others keep theirs."""
    numbers: dict[int, int] = {}
    items: list[list[Token]] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            items.append([])
        elif token.type == "list_item_open" and token.info:
            items[-1].append(token)
        elif token.type == "ordered_list_close":
            listed = items.pop()
            if len(listed) > 1 and {item.info for item in listed} == {"1"}:
                numbers |= {item.map[0]: n for n, item in enumerate(listed, 1) if item.map}
    return numbers
