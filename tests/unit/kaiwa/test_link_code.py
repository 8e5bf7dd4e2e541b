"""The code that LINE shows: how it is made, written and read."""

import re

import pytest

from kaiwa.link_code import ALPHABET, is_code, letters_of, new_code, written


def test_codes_are_random_and_readable() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert len(ALPHABET) == 32
    assert all(re.fullmatch(f"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", code) for code in codes)
    assert all(is_code(code) and written(letters_of(code)) == code for code in codes)


@pytest.mark.parametrize("typed", ["abcde-fghjk", " ABCDE FGHJK ", "ＡＢＣＤＥ－ＦＧＨＪＫ"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert (is_code(typed), written(letters_of(typed))) == (True, "ABCDE-FGHJK")


@pytest.mark.parametrize(
    "typed",
    ["", "ABCDE", "ABCDE-FGHJ", "ABCDE-FGHJKL", "ABCDE-FGHJ0", "ABCDE-FGHJO", "会話" * 5],
)
def test_what_was_never_shown_is_no_code(typed: str) -> None:
    assert not is_code(typed)
