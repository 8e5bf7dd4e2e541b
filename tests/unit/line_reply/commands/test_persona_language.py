"""`/persona` and `/language`, as the user sees them."""

from collections.abc import Sequence

import pytest

from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.prompt import Attachment
from line_reply.speech.languages import texts_for
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, received
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.world import World, settings

NOTHING_SET = {"persona": None, "language": None}


# /persona


def test_a_persona_is_set_shown_changed_and_cleared(world: World) -> None:
    said = []
    for number, text in enumerate(
        (
            "/persona",
            "/persona Be {kind}.\nBe brief.",
            "/persona",
            "/persona ＣＬＥＡＲ",
            "/persona",
        )
    ):
        world.tell(text, number)
        said.append(settings(world)["persona"])
    assert world.line.shown == [
        TEXTS.persona_none,
        TEXTS.persona_set,
        TEXTS.persona_shown.format(persona="Be {kind}.\nBe brief."),
        TEXTS.persona_cleared,
        TEXTS.persona_none,
    ]
    assert said == [None, "Be {kind}.\nBe brief.", "Be {kind}.\nBe brief.", None, None]


@pytest.mark.parametrize("letter", ["a", "あ", "😀"])
def test_a_persona_has_500_characters_at_most(world: World, letter: str) -> None:
    world.tell(f"/persona {letter * 500}", 1)
    world.tell(f"/persona {letter * 501}", 2)
    assert world.line.shown == [TEXTS.persona_set, TEXTS.persona_too_long.format(limit=500)]
    assert settings(world)["persona"] == letter * 500


def test_a_persona_is_moderated(world: World) -> None:
    world.tell("/persona Say forbidden things", 1)
    assert world.line.shown == [TEXTS.refused]
    assert settings(world) == NOTHING_SET


@pytest.mark.parametrize("error", [ModelRefusedError(), ModelTimeoutError()])
def test_a_persona_that_nobody_will_judge_is_not_set(world: World, error: Exception) -> None:
    assert told_with(world, error) == "obeyed /persona"
    assert world.line.shown == [TEXTS.try_later]
    assert settings(world) == NOTHING_SET


def test_a_persona_is_tried_again_when_the_moderator_is_out(world: World) -> None:
    with pytest.raises(ModelUnavailableError):
        told_with(world, ModelUnavailableError())
    assert world.line.shown == []
    assert world.tell("/persona Be kind.", attempt=2) == "obeyed /persona"
    assert settings(world)["persona"] == "Be kind."


def test_without_a_moderator_any_persona_goes(world: World) -> None:
    assert told_with(world, None) == "obeyed /persona"
    assert settings(world)["persona"] == "Be kind."


def told_with(world: World, moderator: Exception | None) -> str:
    """What becomes of a persona with a moderator that fails so, or with none."""

    class Judge(FakeModel):
        def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
            if moderator:
                raise moderator
            return False

    before, world.model = world.model, Judge()
    try:
        return world.tell("/persona Be kind.")
    finally:
        world.model = before


# /language


def test_languages_are_offered_in_their_own_words(world: World) -> None:
    world.tell("/language")
    assert world.line.shown == [TEXTS.language_choices.format(languages="en, ja")]
    assert world.line.choices == ["English", "日本語"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ("ja", "ja"),
        ("JA-jp", "ja"),
        ("ｊａ", "ja"),
        ("日本語", "ja"),
        ("en_US", "en"),
        ("english", "en"),
        ("Ｅｎｇｌｉｓｈ", "en"),
    ],
)
def test_a_language_is_set_and_spoken(world: World, wish: str, code: str) -> None:
    world.tell(f"/language {wish}", 1)
    world.tell("/help", 2)
    expected = texts_for(code, code)
    assert world.line.shown == [expected.language_set, expected.help]
    assert settings(world)["language"] == code


@pytest.mark.parametrize("wish", ["tlh", "klingon", "text", "../en", "__init__", "en ja"])
def test_a_language_that_is_none_is_not_set(world: World, wish: str) -> None:
    world.tell(f"/language {wish}")
    assert world.line.shown == [TEXTS.language_unknown.format(languages="en, ja")]
    assert world.line.choices == ["English", "日本語"]
    assert settings(world) == NOTHING_SET


def test_a_group_has_a_language_of_its_own(world: World) -> None:
    world.tell_as(in_the_group(received("/language ja")))
    assert settings(world, GROUP_ID)["language"] == "ja"
    assert settings(world) == NOTHING_SET
