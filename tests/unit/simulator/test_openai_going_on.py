"""Cut-off answers and suggestions of the model's stand-in."""

import pytest

from simulator.openai.answers import Turn, answer
from simulator.openai.going_on import half, rest
from simulator.openai.suggestions import with_suggestions

HELLO = Turn("user", "Hello")
GO_ON = Turn("user", "Please go on")
WHOLE = answer([HELLO])


def said(text: str) -> Turn:
    return Turn("assistant", text)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([HELLO, said("You said"), GO_ON], ' "Hello".'),
        ([HELLO, said("You said"), GO_ON, said('"Hel'), GO_ON], 'lo".'),
        ([HELLO, said(WHOLE), GO_ON], None),
        ([HELLO, said("I said"), GO_ON], None),
        ([HELLO, said("You said"), Turn("user", "Why?")], None),
        ([HELLO, GO_ON], None),
        ([GO_ON], None),
        ([], None),
    ],
)
def test_the_rest_is_what_was_not_said_yet(turns: list[Turn], expected: str | None) -> None:
    assert rest(turns) == expected


def test_half_an_answer_is_its_beginning() -> None:
    assert WHOLE.startswith(half(WHOLE))
    assert 0 < len(half(WHOLE)) < len(WHOLE)


@pytest.mark.parametrize(
    ("instructions", "words", "expected"),
    [
        ("Be kind.", "Hello", "Hi"),
        (
            "Write [[more]] last.",
            "Hello",
            "Hi\n\n[[more]]\nTell me more\nWhy is that?\nCould you give me an example of that?",
        ),
        (
            "Write [[more]] last.",
            "こんにちは",
            "Hi\n\n[[more]]\nもっと詳しく\nそれはなぜ？\n例を挙げて説明してもらえますか。お願いします。",
        ),
    ],
)
def test_suggestions_follow_the_line_that_is_asked_for(
    instructions: str, words: str, expected: str
) -> None:
    assert with_suggestions("Hi", instructions, [Turn("user", words)]) == expected
