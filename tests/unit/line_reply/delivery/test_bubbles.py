"""Cutting answers into bubbles."""

import pytest

from line_reply.delivery.bubbles import LIMIT, split

FAMILY = "👨‍👩‍👧‍👦"  # one grapheme of 7 code points and 11 UTF-16 units


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "limit", "bubbles"),
    [
        ("", 10, []),
        ("short", 10, ["short"]),
        ("exactly 10", 10, ["exactly 10"]),
        ("One two.\n\nThree four.", 12, ["One two.", "Three four."]),
        ("One line\nAnother", 12, ["One line", "Another"]),
        ("Go. Then stop. Now", 16, ["Go. Then stop.", " Now"]),
        ("行きます。次に止まります。", 8, ["行きます。", "次に止まります。"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("if x:\n    y = 1\n    z = 2", 16, ["if x:\n    y = 1", "    z = 2"]),
        ("a" + "\n" * 30 + "b", 10, ["a", "b"]),
        ("私は「はい！？」と答えました。", 10, ["私は「はい！？」", "と答えました。"]),
        ('He said "Go!" Then', 16, ['He said "Go!"', " Then"]),
    ],
)
def test_cuts_where_a_reader_would_pause(text: str, limit: int, bubbles: list[str]) -> None:
    assert split(text, limit) == bubbles


@pytest.mark.parametrize(
    ("text", "limit", "bubbles"),
    [
        ("😀😀😀", 3, ["😀", "😀", "😀"]),  # never half a surrogate pair
        (f"ab{FAMILY}cd", 12, ["ab", f"{FAMILY}c", "d"]),
        ("やっほ\u3099か\u3099", 4, ["やっほ\u3099", "か\u3099"]),  # voicing marks
        ("🇯🇵🇯🇵🇯🇵", 6, ["🇯🇵", "🇯🇵", "🇯🇵"]),
        ("Stop!\ufe0f Go", 6, ["Stop!\ufe0f", " Go"]),
    ],
)
def test_keeps_graphemes_whole(text: str, limit: int, bubbles: list[str]) -> None:
    assert split(text, limit) == bubbles


@pytest.mark.parametrize(
    ("text", "limit", "bubbles"),
    [
        ("x\nprint(1, 2, 3)", 14, ["x", "print(1, 2, 3)"]),
        ("x\n  print(1, 2)\ny", 14, ["x", "  print(1, 2)", "y"]),
        ("x\nprint(1, 2, 3, 4)", 14, ["x\nprint(1, 2,", "3, 4)"]),  # it fits no bubble
        ("\n\nprint(1, 2, 3, 4)", 14, ["\n\nprint(1, 2,", "3, 4)"]),
    ],
)
def test_cuts_no_line_that_fits_a_bubble(text: str, limit: int, bubbles: list[str]) -> None:
    assert split(text, limit) == bubbles


def test_a_grapheme_over_the_limit_is_cut_all_the_same() -> None:
    zalgo = "e" + "\u0301" * 25
    assert split(zalgo, 10) == [zalgo[:10], zalgo[10:20], zalgo[20:]]


def test_every_bubble_fits_and_nothing_but_white_space_is_lost() -> None:
    text = "".join(f"{n}番目の文です。The {n}th one {FAMILY}!\n" for n in range(2000))
    bubbles = split(text)
    assert max(units(bubble) for bubble in bubbles) <= LIMIT
    assert "".join("".join(bubbles).split()) == "".join(text.split())
    assert len(bubbles) < 2 * units(text) / LIMIT + 1
