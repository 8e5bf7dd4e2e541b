"""Sizes, as they are sent."""

import pytest

from chatgpt.conversation.response_size import fitted, serialized, size


def test_japanese_is_sent_as_it_is() -> None:
    assert serialized({"text": "会話\n🍣"}) == '{"text":"会話\\n🍣"}'


@pytest.mark.parametrize(
    ("text", "expected"), [("", 2), ("a", 3), ("会", 3), ("🍣", 4), ('"', 4), ("\n", 4), ("\0", 8)]
)
def test_the_size_is_that_of_the_json(text: str, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("unit", ["a", "会", "🍣", '"', "\0", 'a"\0🍣'])
@pytest.mark.parametrize("most", [2, 3, 20, 101])
def test_a_text_is_cut_where_it_just_fits(unit: str, most: int) -> None:
    text = unit * 100
    cut = fitted(text, most)
    assert text.startswith(cut)
    assert size(cut) <= most < size(text[: len(cut) + 1])


def test_a_text_that_fits_is_left_alone() -> None:
    assert fitted("会話", 4) == "会話"
