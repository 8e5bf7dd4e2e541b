"""Tables and code as cards, and which of them are."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiwa.line.cards import LARGEST_CARD, LONGEST_ALT, Bubble, Card, words_of
from kaiwa.text import utf16_units
from line_reply.delivery.bubbles import bubbles_of, with_cards

POPULATION = """\
| City | 人口 |
|---|--:|
| Tokyo | 14,000,000 |
| 大阪\\|堺 |  |"""
PYTHON = "def f(x):\n\tif x:\n    \treturn '<b>&amp;'"


def cut(markdown: str) -> list[Bubble]:
    return with_cards(markdown, lambda: "Copy")


def cell(text: str, align: str, flex: int, **more: str) -> dict[str, Any]:
    shown = {"type": "text", "text": text, "size": "xs", "align": align, "wrap": True}
    return shown | {"flex": flex} | more


def row(*cells: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "sm",
        "margin": "sm",
        "contents": list(cells),
    }


LINE = {"type": "separator", "margin": "sm"}


def test_a_table_is_a_card() -> None:
    empty = {"type": "box", "layout": "vertical", "contents": [], "flex": 12}
    rows = [
        row(cell("City", "start", 9, weight="bold"), cell("人口", "end", 12, weight="bold")),
        LINE,
        row(cell("Tokyo", "start", 9), cell("14,000,000", "end", 12)),
        LINE,
        row(cell("大阪|堺", "start", 9), empty),
    ]
    body = {"type": "box", "layout": "vertical", "paddingAll": "14px", "contents": rows}
    contents = {"type": "bubble", "size": "mega", "body": body}
    text = "City | 人口\nTokyo | 14,000,000\n大阪|堺 |"
    assert cut(POPULATION) == [Card(text, contents)]


def test_code_is_a_card_with_a_button_that_copies_it() -> None:
    shown = "def f(x):\n\u2007\u2007\u2007\u2007if x:\n" + "\u2007" * 8 + "return '<b>&amp;'"
    text = {"type": "text", "text": shown, "size": "xs", "color": "#1F2328", "wrap": True}
    action = {"type": "clipboard", "label": "Copy", "clipboardText": PYTHON}
    button = {"type": "button", "action": action, "style": "link", "height": "sm"}
    contents = {
        "type": "bubble",
        "size": "mega",
        "body": {
            "type": "box",
            "layout": "vertical",
            "paddingAll": "14px",
            "backgroundColor": "#F3F4F6",
            "contents": [text],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "paddingAll": "4px",
            "contents": [button],
        },
    }
    assert cut(f"```python\n{PYTHON}\n```") == [Card(PYTHON, contents)]


def alignments(markdown: str) -> list[str]:
    (card,) = cut(markdown)
    assert isinstance(card, Card)
    return [each["align"] for each in card.contents["body"]["contents"][0]["contents"]]


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        ("|-|-|", "|a|1|", ["start", "end"]),
        ("|:-|:-:|", "|1|2|", ["start", "center"]),
        ("|--:|-|", "|a|¥1,000|", ["end", "end"]),
        ("|-|-|", "|-3.5%|約20分|", ["end", "end"]),
        ("|-|-|", "|1月の予定です|2 of them all|", ["start", "start"]),
    ],
)
def test_numbers_are_right_aligned_unless_the_author_says(
    rule: str, cells: str, expected: list[str]
) -> None:
    assert alignments(f"|x|y|\n{rule}\n{cells}") == expected


def table(columns: int, rows: int, cell: str = "あ") -> str:
    line = "|" + f"{cell}|" * columns
    return "\n".join([line, "|" + "-|" * columns, *[line] * rows])


def code(text: str) -> str:
    return f"```\n{text}\n```"


@pytest.mark.parametrize(
    "markdown",
    [
        table(2, 20),
        table(4, 8, "あ" * 12),
        table(2, 3, "long words that break across the lines"),
        code("x" * 40),
        code("あ" * 20),
        code("\n".join("x" * 30)),
        code("x\n" * 15 + "y" * 40),
    ],
)
def test_what_fits_a_phone_is_a_card(markdown: str) -> None:
    assert [type(bubble) for bubble in cut(markdown)] == [Card]


@pytest.mark.parametrize(
    "markdown",
    [
        table(1, 3),
        table(5, 3),
        table(2, 21),
        table(2, 0),
        table(4, 3, "あ" * 16),
        table(4, 3, "incomprehensibilities"),
        table(2, 2, "[店](https://e.com)"),
        table(2, 2, "taro@example.com"),
        table(4, 20, "あ" * 12),
        code("x" * 41),
        code("あ" * 21),
        code("\n".join("x" * 31)),
        code("\n".join(["x" * 40] * 26)),
        code(" \n\t"),
        "| a | b |",
        "`code`",
    ],
)
def test_what_does_not_fit_stays_text(markdown: str) -> None:
    assert cut(markdown) == bubbles_of("assistant", markdown)


def test_cards_are_between_the_texts_in_their_order() -> None:
    bubbles = cut(f"# A\n\nOne:\n{POPULATION}\n\n$x^2$\n{code('f()')}\nEnd.")
    assert [(type(each).__name__, words_of(each)) for each in bubbles] == [
        ("str", "■ A\n\nOne:"),
        ("Card", "City | 人口\nTokyo | 14,000,000\n大阪|堺 |"),
        ("str", "x²"),
        ("Card", "f()"),
        ("str", "End."),
    ]


def test_cards_cost_no_push_so_the_last_ones_are_text() -> None:
    bubbles = cut("\n".join(f"{each}:\n{code(f'f({each})')}" for each in range(4)))
    assert [(type(each).__name__, words_of(each)) for each in bubbles] == [
        ("str", "0:"),
        ("Card", "f(0)"),
        ("str", "1:"),
        ("Card", "f(1)"),
        ("str", "2:\n\nf(2)\n\n3:\n\nf(3)"),
    ]


def test_the_largest_table_is_far_from_lines_limit() -> None:
    """Characters that take most bytes, in as many cells as a card may have, and as long ones."""
    rows = ["|".join(["", *["か" * 12] * 4, ""])] * 20
    (card,) = cut("\n".join(["|a|b|c|d|", "|-|-|-|-|", *rows]))
    assert isinstance(card, Card)
    assert LONGEST_ALT * 0.8 < utf16_units(card.text) <= LONGEST_ALT
    assert LARGEST_CARD * 0.5 < len(json.dumps(card.contents)) < LARGEST_CARD


def test_of_a_long_answer_no_more_is_pushed_than_without_cards() -> None:
    text = "\n\n".join(letter * 4000 for letter in "abcdefg")
    bubbles = cut(f"{code('f()')}\n{text}")
    assert bubbles == bubbles_of("assistant", f"{code('f()')}\n{text}")


def test_the_button_is_named_only_if_there_is_one() -> None:
    def unasked() -> str:
        raise AssertionError

    assert [type(bubble) for bubble in with_cards(POPULATION, unasked)] == [Card]
    assert with_cards("Hello", unasked) == ["Hello"]


BLOCKS = st.sampled_from(
    [
        *("あ\n\n", "# い\n", "- う\n", "1. え\n   ", "> お\n", "$x^2$ ", "\n"),
        *(f"\n{POPULATION}\n\n", f"{code(PYTHON)}\n", f"   {code('か')}\n", table(5, 2, "き")),
        *("```\n", "|a|\n|-|\n", "| く | け |\n|-|-|\n", "`こ`", "https://e.com/さ "),
    ]
)
READ = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@READ
@given(st.lists(BLOCKS, max_size=12).map("".join))
def test_any_answer_is_cut_so_that_line_takes_it_and_nothing_is_lost(markdown: str) -> None:
    bubbles, texts = cut(markdown), bubbles_of("assistant", markdown)
    assert "".join("".join(map(words_of, bubbles)).split()) == "".join("".join(texts).split())
    assert len(bubbles) <= max(5, len(texts))
    assert bubbles == cut(markdown)
    for card in bubbles:
        if isinstance(card, Card):
            assert 1 <= utf16_units(card.text) <= LONGEST_ALT
            assert len(json.dumps(card.contents)) <= LARGEST_CARD
