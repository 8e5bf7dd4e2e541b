"""What can be said of any text."""

import pytest

from kaiwa.text import is_visible, well_formed


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert well_formed("a\ud83d会話👪") == "a\ufffd会話👪"


BLANK = (
    "\u200b\ufeff\u2060\u00ad\u200c\u200d\u200e\u202e\u034f\u061c\u180e\u115f\u1160\u3164\uffa0"
    "\u2800\ufe0f\ufff9\x00\x1b \t\n\u3000\u00a0\u2028\U000e0001\U000e0100\ud83d"
)


@pytest.mark.parametrize("text", ["", *BLANK, BLANK], ids=ascii)
def test_what_nobody_can_see(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["a", "。", "-", "👪", "❤\ufe0f", "\u200b.", "¨", "ー", "\ufffd"])
def test_what_somebody_can_see(text: str) -> None:
    assert is_visible(text)
