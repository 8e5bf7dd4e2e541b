"""What a prompt is made of, and what is said when the model does not answer."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from kaiwa.log import hashed
from kaiwa.model.errors import (
    InputRefusedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from kaiwa.model.prompt import Attachment
from kaiwa.table.items import APOLOGY, ASSISTANT, NOTICE, USER
from line_reply.speech.languages.en import TEXTS
from line_reply.turns.ask import IN_A_GROUP, PERSONA
from tests.builders import (
    GROUP_ID,
    OTHER_USER_ID,
    USER_ID,
    at,
    group_event,
    in_group,
    received,
    text_event,
)
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import sends, sent
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

ME = f"Member {hashed(USER_ID)[:6]}"
OTHER = f"Member {hashed(OTHER_USER_ID)[:6]}"


def test_line_is_shown_and_loaded_while_the_model_thinks(world: World) -> None:
    world.turn(received("Hello", 1))
    assert (world.line.preloaded, world.line.loading) == (1, [USER_ID])


def test_groups_are_shown_no_animation(world: World) -> None:
    world.turn(sent(group_event("@Kaiwa Hello", 1, mentions_bot=True)))
    assert (world.line.preloaded, world.line.loading) == (1, [])


def test_the_animation_ends_when_the_model_fails(world: World) -> None:
    world.model.says = [ModelUnavailableError()]
    with pytest.raises(ModelUnavailableError):
        world.turn(received("Hello", 1))
    assert world.line.loading == [USER_ID]


@pytest.mark.parametrize(
    ("outcome", "role", "sentence"),
    [
        (ModelTimeoutError(), APOLOGY, TEXTS.try_later),
        (ModelRefusedError(), APOLOGY, TEXTS.try_later),
        ("", NOTICE, TEXTS.no_answer),
    ],
)
def test_what_trying_again_cannot_mend_gets_a_kind_sentence(
    world: World, outcome: str | Exception, role: str, sentence: str
) -> None:
    world.model.says = [outcome]
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.line.shown == [sentence]
    assert stored() == {
        "000000000000000001": (USER, "Hello", None),
        "000000000000000001#assistant": (role, sentence, "delivered"),
    }


def test_the_last_attempt_says_sorry(world: World) -> None:
    world.model.says = [ModelUnavailableError()]
    assert world.turn(received("Hello", 1), last_attempt=True) == "delivered"
    assert world.line.shown == [TEXTS.try_later]


def test_the_last_attempt_may_also_succeed(world: World) -> None:
    assert world.turn(received("Hello", 1), last_attempt=True) == "delivered"
    assert world.line.shown == ["Re: Hello"]


def test_an_apology_never_enters_a_prompt(world: World) -> None:
    world.model.says = [ModelRefusedError()]
    world.turn(received("Hello", 1))
    world.turn(received("Are you there?", 2))
    assert world.model.prompts[-1] == [{"role": "user", "content": "Are you there?"}]


def test_a_persona_is_the_users_wish_and_not_the_operators_instruction(world: World) -> None:
    world.conversations.set_persona(USER_ID, "Speak like a pirate")
    world.turn(received("Hello", 1))
    world.turn(received("Again", 2))
    assert world.model.prompts[-1] == [
        {"role": "user", "content": f"{PERSONA}Speak like a pirate"},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Re: Hello"},
        {"role": "user", "content": "Again"},
    ]
    assert world.model.instructions == ["", ""]


def test_a_persona_that_was_cleared_is_in_no_prompt(world: World) -> None:
    world.conversations.set_persona(USER_ID, "Speak like a pirate")
    world.conversations.set_persona(USER_ID, None)
    world.turn(received("Hello", 1))
    assert world.model.prompts == [[{"role": "user", "content": "Hello"}]]


def test_a_persona_is_ones_own(world: World) -> None:
    world.conversations.set_persona(USER_ID, "Speak like a pirate")
    world.turn(received("Hello", 1, conversation_id=OTHER_USER_ID, user_id=OTHER_USER_ID))
    world.turn(sent(group_event("@Kaiwa Hello", 2, mentions_bot=True)))
    assert world.model.prompts == [
        [{"role": "user", "content": "Hello"}],
        [{"role": "user", "content": f"{ME}: Hello"}],
    ]


def test_in_a_group_speakers_are_told_apart_and_not_named(world: World) -> None:
    world.turn(sent(group_event("@Kaiwa I am hungry", 1, mentions_bot=True)))
    world.turn(sent(in_group(text_event("So am I", 2), OTHER_USER_ID)))
    world.turn(sent(in_group(text_event("Who?", 3), None)))
    assert world.model.prompts[-1] == [
        {"role": "user", "content": f"{ME}: I am hungry"},
        {"role": "assistant", "content": f"Re: {ME}: I am hungry"},
        {"role": "user", "content": f"{OTHER}: So am I"},
        {"role": "assistant", "content": f"Re: {OTHER}: So am I"},
        {"role": "user", "content": "Member unknown: Who?"},
    ]
    assert world.model.instructions == [IN_A_GROUP] * 3
    assert world.model.users == [hashed(USER_ID), hashed(OTHER_USER_ID), hashed(GROUP_ID)]
    assert ME != OTHER
    assert USER_ID not in str(world.model.prompts)


def test_what_is_refused_is_answered_politely_and_in_no_later_prompt(world: World) -> None:
    assert world.turn(received("something forbidden", 1)) == "delivered"
    assert (world.line.shown, world.model.prompts) == ([TEXTS.refused], [])
    world.turn(received("Hello", 2))
    assert world.model.prompts == [[{"role": "user", "content": "Hello"}]]
    assert stored()["000000000000000001#assistant"] == (NOTICE, TEXTS.refused, "delivered")


def test_what_a_recording_or_a_file_says_is_moderated_too(world: World) -> None:
    world.holds(1, b"something forbidden", "audio/mp4")
    world.turn(sends("audio", 1))
    world.holds(2, b"something forbidden", "text/plain")
    world.turn(sends("file", 2, fileName="a.txt"))
    world.turn(received("Read it", 3))
    in_file = TEXTS.file_received.format(name="a.txt")
    assert world.line.shown == [TEXTS.refused, in_file, TEXTS.refused]
    assert world.model.prompts == []


def test_a_picture_is_moderated_with_the_words_about_it(world: World) -> None:
    seen: list[tuple[str, list[bytes]]] = []

    class Strict(FakeModel):
        def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
            seen.append((text, [each.data for each in attachments]))
            return bool(attachments)

    world.model = Strict()
    world.holds(1, b"a picture")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    assert seen == [("What is this?", [b"a picture"])]
    assert world.line.shown == [TEXTS.image_received, TEXTS.refused]


@pytest.mark.parametrize("kind", ["image", "file"])
def test_what_is_refused_once_is_in_no_later_prompt(world: World, kind: str) -> None:
    class Strict(FakeModel):
        def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
            return bool(attachments) or "forbidden" in text

    world.model = Strict()
    world.holds(1, b"forbidden")
    world.turn(sends(kind, 1, fileName="a.txt"))
    world.turn(received("What is this?", 2))
    world.turn(received("Tell me a joke", 3))
    assert world.line.shown[1:] == [TEXTS.refused, "Re: Tell me a joke"]
    assert world.model.prompts == [[{"role": "user", "content": "Tell me a joke"}]]


def test_words_that_are_refused_leave_no_mark_on_a_picture_of_long_ago(world: World) -> None:
    world.turn(sends("image", 1))
    world.turn(received("something forbidden", 1000))
    world.turn(received("Hello", 1001))
    assert world.model.prompts == [
        [{"role": "user", "content": "[image]"}, {"role": "user", "content": "Hello"}]
    ]


def test_a_picture_that_the_moderator_does_not_take_is_not_asked_about_again(
    world: World,
) -> None:
    class Picky(FakeModel):
        def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
            if attachments:
                raise InputRefusedError
            return False

    world.model = Picky()
    world.holds(1, b"a picture")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    world.turn(received("Hello", 3))
    assert world.line.shown[1:] == [TEXTS.unreadable_attachment, "Re: Hello"]


def test_a_moderator_out_of_order_lets_nothing_through(world: World) -> None:
    class Absent(FakeModel):
        def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
            raise ModelUnavailableError

    world.model = Absent()
    with pytest.raises(ModelUnavailableError):
        world.turn(received("Hello", 1))
    assert world.turn(received("Hello", 1), last_attempt=True) == "delivered"
    assert (world.line.shown, world.model.prompts) == ([TEXTS.try_later], [])


def test_what_an_answer_cost_is_counted_for_the_speaker(world: World) -> None:
    world.turn(sent(group_event("@Kaiwa Hello", 1, mentions_bot=True)))
    world.model.says = [""]  # which costs as well
    world.turn(received("Hello", 2))
    day = at(0).date()
    used = world.messages.usage(USER_ID, [day])[day]
    tokens = used.input_tokens, used.output_tokens, used.cached_tokens, used.tokens
    assert (used.messages, tokens) == (2, (20, 10, 8, 30))


def test_each_prompt_begins_with_the_one_before_and_its_key_is_the_chats(world: World) -> None:
    world.conversations.set_persona(USER_ID, "Be brief.")
    for number in range(1, 5):
        world.turn(received(f"Q{number}", number))
    for before, after in pairwise(world.model.prompts):
        assert after[: len(before)] == before
    world.turn(sent(group_event("@Kaiwa Hello", 5, mentions_bot=True)))
    assert world.model.cache_keys == [*[hashed(USER_ID)] * 4, hashed(GROUP_ID)]


def test_an_answer_is_kept_as_the_model_wrote_it(world: World) -> None:
    world.model.says = ["**Hello** ~~there~~"]
    world.turn(received("Hello", 1))
    assert stored()["000000000000000001#assistant"][:2] == (ASSISTANT, "**Hello** ~~there~~")
