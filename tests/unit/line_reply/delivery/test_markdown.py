"""Markdown as plain text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from line_reply.delivery.markdown import blocks, plain
from line_reply.delivery.markdown.page import Page

TABLE = """\
| 都市 | 人口 | 名物 |
|:--|--:|---|
| **東京** | 1,400万人 | もんじゃ焼き、江戸前の寿司 |
| 大阪 |  | `a|b`<br>[店](https://e.com) |"""

PLAIN = [
    "",
    "こんにちは。",
    "　字下げした段落です。\n　次の行も。",
    "  two spaces\n\tand a tab",
    "    four spaces\n        and *eight*",
    "A:\n    four below",
    "snake_case_name, trailing_ and _private",
    "2*3*4 = 24, a * b * c, 縦*横*高さ",
    "x**2 + y**2, 2**3**2, (x+1)**2 + (y+1)**2, x^2",
    "f(*args, **kwargs), char *a, *b; **p = **q;",
    "__init__.py と __name__ と __main__",
    "src/**/*.py and test/**/*.py, /usr/_lib_/x",
    "*1 税込\n*2 別途\n注1*、注2*",
    "ホテルは5* です",
    "パスワードは****です。1234-****-****-5678",
    "名前：____ 住所：____",
    "#hashtag #タグ と C# と #1",
    "100%_x, 50% off, 20~30分, 月~~金、土~~日",
    "-5\n+1\n- -\n-",
    "  3\n+ 1\n= 4",
    "1. one\n2. two\n20. 11月\n3) c\n1.5倍\n2026. 1. 5",
    "1.  two spaces\n 2. one before",
    "見出し\n===\n本文\n-----\n~~~~~~~~\n==========",
    "[1]: https://example.com/a_b\n[注]: これは注\n[注](※1) f[i](x) [x] [ ] (a)[b]",
    "https://example.com/a_b_c?d=*e*&f=_g_#_h_\nhttp://a.jp/__x__/**",
    "mail: a_b_c@example.com <taro@example.com>",
    "a < b > c, <b>太字</b>, x<y>z, std::map<std::string, int>",
    "AT&T, a&b; &unknown; R&D",
    "> 引用\n>>> x = 1\n(>_<) >.<",
    "(´・ω・`) (`・ω・´) (´・ω・`) (*^_^*) (^_^) と (^_^)",
    "m(_ _)m (*ﾉωﾉ*) T_T ^^; \\(^o^)/ ¯\\_(ツ)_/¯ orz...",
    "☆*:.｡. o(≧▽≦)o .｡.:*☆\n★*☆*★ ｡*ﾟ*｡",
    "わーい~~~ やったー~~~!!",
    "C:\\Users\\me \\\\server\\share\\ a\\nb 1\\2",
    "|x| = 3, a | b, A||B",
    " /\\_/\\\n( o.o )\n > ^ <",
    "👨‍👩‍👧‍👦 ❤️‍🔥 🇯🇵 ① ㍿ ｶﾞ",
    "「`」は何？ It's 5 o'clock; 'quoted' \"text\"",
    "one\n\ntwo\nthree",
    "今日は 2026/11/22(日) 08:30〜10:00 です。¥1,000-",
    "a\\,b \\alpha \\frac{1}{2}",
    "$5 and $6, US$3, $HOME/$USER, ${A}_$B",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert blocks.render(text).text == text


def test_plain_text_stays_as_it_is_in_company() -> None:
    text = "\n\n".join(PLAIN[1:])
    assert blocks.render(text).text == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("これは**重要。**次", "これは重要。次"),
        ("**「重要」**です", "「重要」です"),
        ("**重要**な**点**、（**注**）", "重要な点、（注）"),
        ("**5**kgと**AI**モデル", "5kgとAIモデル"),
        ("**A:** b *c* _d_ ***e*** __f__ ~~g~~", "A: b c d e f g"),
        ("**a *b*** and _**c**_ and *`d`*", "a b and c and d"),
        ("「*a*」, (*b*), *c*.", "「a」, (b), c."),
        ("**行を\nまたぐ**", "行を\nまたぐ"),
        ("**a** ** b **", "a ** b **"),
        ("**閉じない", "**閉じない"),
        ("　**a**　\n　*b*　", "　a　\n　b　"),
    ],
)
def test_marks_are_dropped(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# **A**\nb\n### 1. C ###\n\n\nd", "■ A\n\nb\n\n■ 1. C\n\nd"),
        ("#\n####### a", "#\n####### a"),
        ("- a\n* b\n+ c", "・a\n・b\n+ c"),
        ("-   a\n\n    b\n\n\n\n-   c", "・a\n\n    b\n\n・c"),
        ("1. a\n   - b\n     * **c**\n2. d", "1. a\n   ・b\n     ・c\n2. d"),
        ("3. a\n4. b\n\n7) c", "3. a\n4. b\n\n7) c"),
        ("1. a\n1. b\n\n   c\n1. d", "1. a\n2. b\n\n   c\n3. d"),
        ("- [ ] a\n- [x] **b**\n1. [X] c\n[ ] d", "☐ a\n☑ b\n1. ☑ c\n[ ] d"),
        ("- - a", "・・a"),
        ("> **a**\n> - b\n>\n> c\nd", "> a\n> ・b\n>\n> c\nd"),
        ("a\n\n---\n\n***\nb\n----", "a\n\n──────────\n\n──────────\nb\n----"),
        ("a\r\nb\rc\n\n\n\n\nd\n", "a\nb\nc\n\nd"),
        ("a  \nb", "a  \nb"),
    ],
)
def test_blocks_become_lines(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[本](https://e.com/a_b)です", "本 (https://e.com/a_b)です"),
        ("[**a** _b_](https://e.com 'title')", "a b (https://e.com)"),
        ("[日本](https://e.com/日本?q=%20)", "日本 (https://e.com/日本?q=%20)"),
        ("[https://e.com/](https://e.com)", "https://e.com"),
        ("([e.com](https://www.e.com/x?y=1))", "(https://www.e.com/x?y=1)"),
        ("[](https://e.com) <https://f.com/_g_>", "https://e.com https://f.com/_g_"),
        ("**https://e.com/a_b**です", "https://e.com/a_bです"),
        ("[me](mailto:a@b.jp), [a@b.jp](mailto:a@b.jp)", "me (a@b.jp), a@b.jp"),
        ("[目次](#toc)", "目次"),
        ("![猫](https://e.com/c.png)", "猫 (https://e.com/c.png)"),
        ("[![印](https://e.com/i.svg)](https://e.com/p)", "印 (https://e.com/p)"),
        ("[x](https://en.wikipedia.org/wiki/A_(b))", "x (https://en.wikipedia.org/wiki/A_(b))"),
        ("[a\nb](https://e.com)\n*c*", "a\nb (https://e.com)\nc"),
        ("[a](\nhttps://e.com)\nb", "a (https://e.com)\nb"),
    ],
)
def test_links_become_addresses(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("\\*a\\* 1\\. snake\\_case \\# \\$5 5\\%", "*a* 1. snake_case # $5 5%"),
        ("&amp;lt; &lt;b&gt; &copy; &#12354;", "&lt; <b> © あ"),
        ("https://e.com?a=1&amp;b=2", "https://e.com?a=1&b=2"),
        ("\\(注\\)と\\(1\\)", "(注)と(1)"),
        ("text\\[1\\]", "text[1]"),
    ],
)
def test_what_is_escaped_is_shown(markdown: str, text: str) -> None:
    assert plain(markdown) == text


CODE = 'def f(**kw):\n\n\n    return "\\\\n *a* &amp;"  # `b`  \n\t<c>\n- d\n# e'


def test_code_is_kept_to_the_letter() -> None:
    assert plain(f"a\n```python\n{CODE}\n```\nb") == f"a\n\n{CODE}\n\nb"
    assert plain(f"````\n{CODE}\n```\n````") == f"{CODE}\n```"
    assert plain(f"~~~ py\n{CODE}\n~~~") == CODE
    assert plain(f"~~~c++\n{CODE}\n~~~") == CODE
    assert plain(f"~~~~ objective-c\n~~~\n{CODE}\n~~~\n~~~~") == f"~~~\n{CODE}\n~~~"
    assert plain(f"```\n{CODE}") == CODE  # cut off
    assert plain(f"```設定 です\n{CODE}\n```") == f"設定 です\n{CODE}"  # no name of a language


def test_code_in_a_list_loses_the_indentation_of_the_list() -> None:
    indented = "\n".join(f"   {line}" for line in CODE.split("\n"))
    assert plain(f"1. a\n   ```\n{indented}\n   ```\n2. b") == f"1. a\n\n{CODE}\n\n2. b"
    assert plain("- ```\n  a\n   b\n  ```") == "・\na\n b"
    assert plain("> ```\n> a\n>  b\n> ```") == "a\n b"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("`**a** _b_ \\* &amp; <c>`を", "**a** _b_ \\* &amp; <c>を"),
        ("`` `a` `` `a  b`", "`a` a  b"),
        ("`a\nb`", "a\nb"),
        ("`閉じない", "`閉じない"),
        ("`a` (´・ω・`) `b`", "a (´・ω・`) b"),
    ],
)
def test_code_spans_are_kept_to_the_letter(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_a_wide_table_is_a_block_for_each_row() -> None:
    assert plain(f"a\n{TABLE}\n\nb").split("\n") == [
        "a",
        "",
        "東京",
        "・人口: 1,400万人",
        "・名物: もんじゃ焼き、江戸前の寿司",
        "",
        "大阪",
        "・名物: a|b / 店 (https://e.com)",
        "",
        "b",
    ]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("|**a**|b|\n|-|-|\n|1||\n|\\||`x`|3|", "a | b\n1 |\n| | x | 3"),
        ("a | b\n--- | ---", "a | b"),
        ("a" * 40 + " | b\n--- | ---", "a" * 40 + " | b"),
        ("- x\n\n  |a|b|\n  |-|-|\n  |1|2|\n- y", "・x\n\na | b\n1 | 2\n\n・y"),
        ("> |a|b|\n> |-|-|\n> |1|2|", "a | b\n1 | 2"),
        ("|a|\n|-|\n|" + "長い" * 20 + "|", "a\n" + "長い" * 20),
        ("|" + "a" * 40 + "||\n|-|-|\n||b|", "・b"),
    ],
)
def test_a_small_table_keeps_its_rows(markdown: str, text: str) -> None:
    assert plain(markdown) == text


PIECES = [
    *"*_`~#-+>|[](){}<>!\\&;:.1 \n\tａあ漢ア字x/\"'",
    "**",
    "```\n",
    "~~~",
    "](",
    "https://",
    "\n\n",
    "    ",
    "- ",
    "1. ",
    "> ",
    "|-|-|\n",
    "\u3000",
    "\x00",
    "\x0c",
    "\u2028",
    "😀",
    "\ud800",
    "´",
]


READ = settings(max_examples=300, deadline=None, derandomize=True, database=None)


@READ
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read(text: str) -> None:
    assert blocks.render(text).text == blocks.render(text).text


@READ
@given(
    # Links and tables may leave out a title.
    st.lists(st.sampled_from([p for p in PIECES if "|" not in p and "(" not in p]), max_size=60)
)
def test_no_letter_is_lost(pieces: list[str]) -> None:
    letters = "ａあ漢ア字😀"
    text = "".join(pieces)
    shown = blocks.render(text).text
    assert [c for c in shown if c in letters] == [c for c in text if c in letters]


@pytest.mark.parametrize(
    "piece",
    [
        *("[", "![", "*[", "[](", "[a](http://b ", "*a_ ", "**a", "a**", "_a", "~~a ", "`", "`a``"),
        *(
            "\\(",
            "\\[ ",
            "<",
            "http://",
            "&",
            "(´`",
            ">",
            "> - ",
            "- ",
            "1. ",
            "#",
            "|",
            "\n",
            "\t",
        ),
        *("a|b\n-|-\n", "```\n", "  - a\n", "* *\n", "e\u0301", "<br>"),
    ],
)
def test_nasty_text_takes_no_longer_than_its_length_deserves(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length] + "](http://e.com)**`"
        start = time.process_time()
        blocks.render(text)
        return time.process_time() - start

    seconds(100)
    assert seconds(50_000) < 5  # some hundred milliseconds; minutes if it were quadratic


def test_what_cannot_be_read_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(markdown: str) -> Page:
        raise IndexError

    monkeypatch.setattr(blocks, "render", fail)
    assert plain("**a**") == "**a**"
