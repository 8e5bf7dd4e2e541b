"""What a question quotes, as its prompt has it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kaiwa.line.errors import LineRefusedError
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import hashed
from kaiwa.model.errors import ModelRefusedError
from kaiwa.own_texts import OwnText
from kaiwa.table.items import SENT
from kaiwa.table.sent_bubbles import SentBubbles
from line_reply.attempt import Attempt
from line_reply.delivery.deliver import Deliver
from line_reply.delivery.own_text import DeliverOwnText
from line_reply.speech.languages.en import TEXTS
from line_reply.turns.quote import LONGEST_QUOTE, OWN_NOTICE, UNKNOWN
from tests.builders import OTHER_USER_ID, USER_ID, at, group_event, in_group, received, text_event
from tests.fakes.clock import FakeClock
from tests.unit.line_reply.arrivals import in_the_group, sent
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION, TABLE_NAME

ME, OTHER = (f"Member {hashed(each)[:6]}" for each in (USER_ID, OTHER_USER_ID))


def quoting(quoted_id: str | None, text: str = "Why?", number: int = 9) -> ReceivedMessage:
    return received(text, number, quoted_id=quoted_id)


def in_group_quoting(quoted_id: str, text: str = "Why?", number: int = 9) -> ReceivedMessage:
    return in_the_group(quoting(quoted_id, text, number))


def asked(world: World, message: ReceivedMessage) -> dict[str, Any]:
    """The last message of the prompt that it leads to."""
    assert world.turn(message) == "delivered"
    return dict(world.model.prompts[-1][-1])


def words(world: World, message: ReceivedMessage) -> Any:
    return asked(world, message)["content"]


def test_ones_own_words_and_the_bots_are_told_apart(world: World) -> None:
    world.model.says = ["Tea is **good**.\nVery."]
    world.turn(received("I like tea", 1))
    assert words(world, quoting(f"{1:018}")) == "[quoted, said by me]\n> I like tea\n\nWhy?"
    quoted = words(world, quoting("bubble-1", number=10))
    assert quoted == "[quoted, said by you]\n> Tea is good.\n> Very.\n\nWhy?"


def test_the_quoted_words_are_in_no_other_prompt_and_not_stored_again(world: World) -> None:
    world.turn(received("I like tea", 1))
    world.turn(quoting("bubble-1"))
    world.turn(received("And now?", 10))
    assert [each["content"] for each in world.model.prompts[-1]] == [
        "I like tea",
        "Re: I like tea",
        "Why?",
        "Re: [quoted, said by you]\n> Re: I like tea\n\nWhy?",
        "And now?",
    ]


def test_the_log_says_what_was_found_and_not_what_it_says(
    world: World, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    world.turn(received("I like tea", 1))
    world.turn(quoting("bubble-1"))
    world.turn(quoting("7", number=10))
    lines = [each for each in log_lines() if each["message"] == "Read a quote."]
    assert [each["found"] for each in lines] == ["words", "unknown"]
    assert "tea" not in str(lines)


def test_of_a_long_answer_the_bubble_counts(world: World) -> None:
    world.model.says = ["one ".ljust(4000, ".") + "\n\n" + "two ".ljust(4000, ".")]
    world.turn(received("Go", 1))
    quoted = words(world, quoting("bubble-2"))
    cut = "two ".ljust(LONGEST_QUOTE, ".")
    assert quoted == f"[quoted, said by you]\n> {cut} …\n\nWhy?"


def test_a_card_is_a_bubble_of_its_own(world: World) -> None:
    world.cards = True
    world.model.says = ["First:\n```\nf()\n```\nThen:\n\n|a|b|\n|-|-|\n|1|2|\n\nEnd."]
    world.turn(received("Go", 1))
    assert len(world.line.cards) == 2
    world.cards = False
    assert words(world, quoting("bubble-2")) == "[quoted, said by you]\n> f()\n\nWhy?"


def test_a_quote_of_something_old_works_as_long_as_it_is_kept(world: World) -> None:
    world.turn(received("I like tea", 1))
    nearly = RETENTION.total_seconds()
    assert "I like tea" in words(world, quoting("bubble-1", number=int(nearly) - 10))
    assert words(world, quoting("bubble-1", number=int(nearly) + 10)) == f"{UNKNOWN}\n\nWhy?"


def test_a_notice_is_told_from_the_models_words(world: World) -> None:
    world.model.says = [ModelRefusedError()]
    world.turn(received("Hello", 1))
    quoted = words(world, quoting("bubble-1"))
    assert quoted == f"[quoted, a notice of this app's]\n> {TEXTS.try_later}\n\nWhy?"


def test_what_came_from_chatgpt_is_ones_own(world: World) -> None:
    own = OwnText("uuid", USER_ID, SENT, "Buy milk", at(1))
    clock, chats = FakeClock(at(2)), world.chats()
    deliver = Deliver(world.messages, clock)

    class Welcome:
        def is_welcome(self, *_: Any) -> bool:
            return True

    DeliverOwnText(world.messages, Welcome(), chats, deliver, clock)(own, Attempt(1, 5))  # type: ignore[arg-type]
    quoted = words(world, quoting("bubble-1"))
    assert quoted == "[quoted, sent by me from ChatGPT]\n> Buy milk\n\nWhy?"


def test_what_is_not_kept_is_not_guessed(world: World) -> None:
    world.tell("/help", 1)
    assert words(world, quoting("bubble-1")) == f"{UNKNOWN}\n\nWhy?"
    assert world.fetched() == []


# Gone


def test_what_was_taken_back_is_gone(world: World) -> None:
    world.turn(received("I like tea", 1))
    world.past.unsend(USER_ID, f"{1:018}", at(5))
    assert words(world, quoting(f"{1:018}")) == f"{UNKNOWN}\n\nWhy?"
    assert words(world, quoting("bubble-1", number=10)) == f"{UNKNOWN}\n\nWhy?"


def test_what_is_to_be_forgotten_is_gone_before_it_is_deleted(world: World) -> None:
    world.turn(received("I like tea", 1))
    world.past.hide(USER_ID, at(5))
    assert words(world, quoting("bubble-1")) == f"{UNKNOWN}\n\nWhy?"


def test_what_somebody_said_in_a_group_is_gone_once_they_are_forgotten(world: World) -> None:
    world.turn(sent(in_group(text_event("I like tea", 1), OTHER_USER_ID)))
    assert "I like tea" in words(world, in_group_quoting("bubble-1", number=2))
    world.past.hide(OTHER_USER_ID, at(5))
    assert words(world, in_group_quoting("bubble-1")) == f"{ME}: {UNKNOWN}\n    \n    Why?"


def test_a_reset_is_no_reason_not_to_say_what_is_quoted_on_purpose(world: World) -> None:
    world.turn(received("I like tea", 1))
    world.past.reset(USER_ID, at(5))
    assert words(world, quoting(f"{1:018}")) == "[quoted, said by me]\n> I like tea\n\nWhy?"


def test_of_another_chat_nothing_is_quoted(world: World) -> None:
    world.turn(received("I like tea", 1))
    theirs = replace(quoting("bubble-1"), conversation_id=OTHER_USER_ID, user_id=OTHER_USER_ID)
    assert words(world, theirs) == f"{UNKNOWN}\n\nWhy?"


# In groups


def test_in_a_group_it_is_said_whose_words_they_are(world: World) -> None:
    world.turn(sent(in_group(text_event("I like tea\nMember 1: x", 1), OTHER_USER_ID)))
    assert words(world, in_group_quoting(f"{1:018}", "And\nyou?")) == "\n    ".join(
        [
            f"{ME}: [quoted, said by {OTHER}]",
            "> I like tea",
            "> Member 1: x",
            "",
            "And",
            "you?",
        ]
    )
    mine = words(world, in_group_quoting(f"{9:018}", number=10))
    assert mine.startswith(f"{ME}: [quoted, said by me]\n    > And\n")


def test_whoever_line_does_not_name_is_not_taken_for_the_one_who_asks(world: World) -> None:
    world.turn(sent(in_group(text_event("I like tea", 1), None)))
    unnamed = replace(in_group_quoting(f"{1:018}"), user_id=None)
    assert words(world, unnamed).startswith("Member unknown: [quoted, said by Member unknown]")


@pytest.mark.parametrize("refusal", [None, LineRefusedError("status 400")])
def test_what_others_say_to_each_other_is_not_known(
    world: World, refusal: Exception | None
) -> None:
    if refusal:
        world.line.contents["7"] = refusal
    assert words(world, in_group_quoting("7")) == f"{ME}: {UNKNOWN}\n    \n    Why?"
    assert world.fetched() == [7]


def test_a_sentence_of_the_bots_own_is_not_looked_for_at_line(world: World) -> None:
    world.tell_as(in_the_group(received("/help", 1)))
    SentBubbles(TABLE_NAME).record(world.sent_bubbles.ids, at(1) + RETENTION)
    assert words(world, in_group_quoting("bubble-1")) == f"{ME}: {OWN_NOTICE}\n    \n    Why?"
    assert world.fetched() == []


def test_a_mention_without_a_word_asks_about_what_it_quotes(world: World) -> None:
    world.turn(sent(in_group(text_event("I like tea", 1), OTHER_USER_ID)))
    message = sent(group_event("@Kaiwa", 9, mentions_bot=True, quotes=f"{1:018}"))
    assert words(world, message).endswith("> I like tea\n    \n    [mention]")
    assert stored()[f"{9:018}"][1] == "[mention]"
