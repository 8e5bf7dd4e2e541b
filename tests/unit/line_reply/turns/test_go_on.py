"""Answers that go on in the middle of code or of a table, and so can be shown by themselves."""

import pytest

from kaiwa.line.cards import words_of
from kaiwa.table.items import ASSISTANT
from line_reply.delivery.bubbles import with_cards
from line_reply.turns.go_on import resumed
from tests.builders import received
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.turns.test_going_on import cut
from tests.unit.line_reply.world import World

F = "```"
HEAD = "| a | b |\n|---|:-:|\n"


@pytest.mark.parametrize(
    ("before", "words", "shown"),
    [
        (f"So:\n{F}python\nx = 1\ny =", f" 2\n{F}\nDone", f"{F}python\n 2\n{F}\nDone"),
        (f"{F}\nx", f"{F}\nDone", f"{F}\n{F}\nDone"),
        ("~~~~ sh\nls\n~~~\n", "cd\n~~~~\nDone", "~~~~ sh\ncd\n~~~~\nDone"),
        (f"1. So:\n   {F}sh\n   ls", f"   cd\n   {F}", f"   {F}sh\n   cd\n   {F}"),
        # Some models begin the code once more.
        (f"{F}python\nx", f"{F}python\ny\n{F}\nDone", f"{F}python\ny\n{F}\nDone"),
        (f"{F}\nx", f"{F}\ny\n{F}\nDone", f"{F}\ny\n{F}\nDone"),
        # That code was over.
        (f"{F}\nx\n{F}\nSo", "me words", "me words"),
        (f"{HEAD}| 1 | 2 |\n", "| 3 | 4 |\nDone", f"{HEAD}| 3 | 4 |\nDone"),
        (f"{HEAD}| 1 | 2 |", "\n| 3 | 4 |", f"{HEAD}| 3 | 4 |"),
        (f"{HEAD}| 1 |", " 2 |\n| 3 | 4 |", f" 2 |\n\n{HEAD}| 3 | 4 |"),
        ("| a | b |\n|---|", "---|\n| 1 | 2 |", "---|\n| 1 | 2 |"),
        (f"{HEAD}| 1 | 2 |\n\nThat", "'s it.\n| x |", "'s it.\n| x |"),
        ("", "| x |", "| x |"),
    ],
)
def test_it_has_the_beginning_of_its_block(before: str, words: str, shown: str) -> None:
    assert resumed(before, words) == shown


def test_what_goes_on_with_code_hides_nothing_of_what_follows(world: World) -> None:
    world.model.says = [cut(f"So:\n{F}python\nx = 1\ny ="), cut(f" 2\n{F}\n**Done**, al"), "most."]
    world.turn(received("Count", 1))
    world.tap("Go on", 2)
    world.tap("Go on", 3)
    assert world.line.shown[1:] == [" 2\n\nDone, al …", "most."]


def test_what_is_below_the_code_that_was_cut_off_is_not_code(world: World) -> None:
    world.model.says = [cut(f"So:\n{F}py\nx =", "\n\n- [**a**](https://b.example)"), cut("y")]
    world.turn(received("Count", 1))
    world.turn(received("And?", 2))
    assert world.line.shown == ["So:\n\nx = …\n\n・a (https://b.example)", "y …"]
    text = f"So:\n{F}py\nx = …\n{F}\n\n- [**a**](https://b.example)"
    assert stored()[f"{1:018}#assistant"] == (ASSISTANT, text, "delivered")
    assert world.model.prompts[-1][1]["content"] == f"So:\n{F}py\nx ="


def test_rows_that_follow_are_a_table() -> None:
    bubbles = with_cards(resumed(f"{HEAD}| 1 | 2 |\n", "| 3 | 4 |\n\nDone"), lambda: "Copy")
    assert list(map(words_of, bubbles)) == ["a | b\n3 | 4", "Done"]
