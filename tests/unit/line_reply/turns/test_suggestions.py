"""Suggested next questions as buttons below an answer."""

from kaiwa.model.answer import CUT_OFF, ModelAnswer
from kaiwa.table.items import ASSISTANT, USER
from line_reply.turns.ask import IN_A_GROUP
from tests.builders import received
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

LONG = "Could you give me an example?"


def suggesting(*suggestions: str, cut_at: int | None = None) -> ModelAnswer:
    text = "Tea is good." + (CUT_OFF if cut_at else "")
    return ModelAnswer(text, 10, 5, 4, cut_at=cut_at, suggestions=suggestions)


def test_they_are_buttons_that_say_them_and_are_kept_nowhere(world: World) -> None:
    world.model.suggestions_wanted = "Suggest something."
    world.model.says = [suggesting("Why?", LONG)]
    world.turn(received("Tell me of tea", 1))
    assert world.line.shown == ["Tea is good."]
    assert world.line.says == {"Why?": "Why?", "Could you give me a…": LONG}
    assert stored() == {
        f"{1:018}": (USER, "Tell me of tea", None),
        f"{1:018}#assistant": (ASSISTANT, "Tea is good.", "delivered"),
    }
    world.turn(received(LONG, 2))
    assert [each["content"] for each in world.model.prompts[-1]] == [
        "Tell me of tea",
        "Tea is good.",
        LONG,
    ]
    assert world.model.instructions == ["Suggest something."] * 2
    assert world.line.choices == []


def test_to_go_on_comes_first(world: World) -> None:
    world.model.says = [suggesting("Why?", cut_at=12)]
    world.turn(received("Tell me of tea", 1))
    assert world.line.choices == ["Go on"]


def test_groups_get_none_since_a_button_mentions_nobody(world: World) -> None:
    world.model.suggestions_wanted = "Suggest something."
    world.turn(in_the_group(received("Tell me of tea", 1)))
    assert world.model.instructions == [IN_A_GROUP]
