"""The words of a block: emphasis, code, formulas, links."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick

from line_reply.delivery.markdown import emphasis, formula, literal
from line_reply.delivery.markdown.links import is_address, link


def shown(text: str) -> str:
    """The text without its marks. Its line breaks stay."""
    parser = _parser()
    out: list[str] = []
    links: list[tuple[int, str]] = []
    for token in parser.inline.parse(text, parser, {}, []):
        if token.type == "link_open":
            links.append((len(out), str(token.attrs["href"])))
        elif token.type == "link_close":
            start, address = links.pop()
            out[start:] = [link("".join(out[start:]), address)]
        elif token.type == "image":
            alt, address = token.content, str(token.attrs["src"])
            out.append(alt if links else link(alt, address))
        else:
            out.append(token.content)
    return "".join(out)


class _Parser(MarkdownIt):
    """Shows addresses as they are written, not encoded."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return is_address(url)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


@cache
def _parser() -> MarkdownIt:
    """With stricter rules than CommonMark's where those would change plain text."""
    parser = _Parser("zero").enable(
        ["newline", "escape", "backticks", "emphasis", "link", "image", "entity"]
    )
    rules = parser.inline.ruler
    rules.before("escape", "address", literal.address)
    rules.before("escape", "formula", formula.formula)
    rules.at("newline", emphasis.line_end)
    rules.at("escape", literal.escape)
    rules.at("backticks", _code)
    rules.at("emphasis", emphasis.marks)
    parser.inline.ruler2.disable("emphasis")
    parser.inline.ruler2.at("balance_pairs", emphasis.drop_pairs)
    return parser


def _code(state: StateInline, silent: bool) -> bool:
    """A code span, to the letter: its line breaks stay too."""
    start = state.pos
    if state.src[start] != "`" or literal.in_face(state.src, start):
        return False
    known = len(state.tokens)
    backtick(state, silent)
    if len(state.tokens) > known:
        token = state.tokens[-1]
        inside = state.src[start + len(token.markup) : state.pos - len(token.markup)]
        padded = len(token.content) < len(inside)
        token.content = inside[1:-1] if padded else inside
    return True
