"""Taking suggestions off the end of an answer, whatever the model makes of them."""

import pytest

from kaiwa.model.suggestions import MARKER, instruction, split

LONG = "x" * 301


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tea.", ("Tea.", (), True)),
        (f"Tea.\n\n{MARKER}\nWhy?\nHow?", ("Tea.", ("Why?", "How?"), True)),
        (
            f"Tea.\n{MARKER}\n- Why?\n* **How?**\n3. `Who?`\n・Wo?",
            ("Tea.", ("Why?", "How?", "Who?", "Wo?"), True),
        ),
        (
            f"お茶。\n{MARKER}\n１．なぜ？\n２、1年に何回？",
            ("お茶。", ("なぜ？", "1年に何回？"), True),
        ),
        (f"Tea.\n\n**{MARKER.upper()}**\nWhy?", ("Tea.", ("Why?",), True)),
        (f"Tea.\n```\n{MARKER}\nWhy?\n```", ("Tea.", ("Why?",), True)),
        (f"Tea. {MARKER} Why?", ("Tea.", ("Why?",), True)),
        (f"Tea.\n{MARKER}", ("Tea.", (), True)),
        (f"Tea.\n{MARKER}\n\n \u200b\n---\nWhy?\nWhy?\n{LONG}", ("Tea.", ("Why?",), True)),
        (
            f"Tea.\n{MARKER}\n{'か' * 21}\r\nWhy?\n Why? \nA\\nB",
            ("Tea.", ("か" * 21, "Why?", "A\\nB"), True),
        ),
        (f"{MARKER}\nTea is good.\nVery.", ("Tea is good.\nVery.", (), True)),
        ("See [[links]] and [[next]].", ("See [[links]] and [[next]].", (), True)),
    ],
)
def test_the_answer_is_what_is_before_the_tail(text: str, expected: object) -> None:
    assert split(text, is_cut_off=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tea is", ("Tea is", (), False)),
        ("Tea is [1", ("Tea is [1", (), False)),
        ("Tea.\n\n[[", ("Tea.", (), True)),
        ("Tea.\n\n[[next ques", ("Tea.", (), True)),
        (f"Tea.\n\n{MARKER[:-1]}", ("Tea.", (), True)),
        (f"Tea.\n\n{MARKER}", ("Tea.", (), True)),
        (f"Tea.\n\n{MARKER}\nWhy?\nHo", ("Tea.", ("Why?",), True)),
        (f"{MARKER}\nTea is", ("Tea is", (), False)),
    ],
)
def test_of_a_tail_that_was_cut_off_what_is_whole_counts(text: str, expected: object) -> None:
    assert split(text, is_cut_off=True) == expected


def test_the_model_is_told_the_marker_and_the_number() -> None:
    assert MARKER in instruction(2)
    assert "up to 2 things" in instruction(2)
