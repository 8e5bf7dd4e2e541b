"""Delivery of answers with cards: what LINE refuses, and what changes on the way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from kaiwa.line.cards import Card, words_of
from kaiwa.line.errors import LineUnclearError, MessageRefusedError
from kaiwa.table.items import ASSISTANT, NOTICE, SENT, Message, answer_id
from kaiwa.table.turns import Content, Delivery
from line_reply.delivery.bubbles import bubbles_of, with_cards
from line_reply.delivery.deliver import Deliver
from line_reply.speech.chat import Chat, Quotes
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, NOON, USER_ID, received
from tests.fakes.clock import FakeClock
from tests.fakes.line import FakeLine
from tests.fakes.tables import FakeSentBubbles
from tests.unit.line_reply.parts import PICTURES
from tests.unit.line_reply.world import World

TOKEN = "reply-token"
MARKDOWN = "One:\n```\nf()\n```\nTwo:\n\n|a|b|\n|-|-|\n|1|2|\n\nEnd."
SHOWN = ["One:", "f()", "Two:", "a | b\n1 | 2", "End."]
AS_TEXT = ["One:\n\nf()\n\nTwo:\n\na | b\n1 | 2\n\nEnd."]


def chat_of(line: FakeLine, token: str | None = TOKEN) -> Chat:
    return Chat(line, USER_ID, token, lambda: TEXTS)


def answered(world: World, content: Content, *, cards: bool) -> tuple[Delivery | None, Message]:
    """How the delivery of a new answer ends, and the answer as it is stored."""
    question = world.messages.begin_turn(received("?"), world.daily_limits, NOON).question
    assert question is not None
    deliver = Deliver(world.messages, FakeClock(NOON), cards, PICTURES)
    outcome = deliver.store(question, content, chat_of(world.line))
    return outcome, world.messages.by_ids([answer_id(question.id)])[0]


def test_tables_and_code_are_cards_between_the_texts(world: World) -> None:
    outcome, answer = answered(world, Content(ASSISTANT, MARKDOWN), cards=True)
    assert (outcome, answer.cards, answer.content) == (Delivery.DELIVERED, True, MARKDOWN)
    assert world.line.calls == [("reply", TOKEN, *SHOWN)]
    assert [card.text for card in world.line.cards] == ["f()", "a | b\n1 | 2"]


@pytest.mark.parametrize(
    ("content", "cards", "shown"),
    [
        (Content(ASSISTANT, MARKDOWN), False, AS_TEXT),
        (Content(ASSISTANT, "Hello"), True, ["Hello"]),
        (Content(NOTICE, MARKDOWN), True, [MARKDOWN]),
        (Content(SENT, MARKDOWN), True, [MARKDOWN]),
    ],
)
def test_otherwise_all_is_text(
    world: World, content: Content, cards: bool, shown: list[str]
) -> None:
    outcome, answer = answered(world, content, cards=cards)
    assert (outcome, bool(answer.cards)) == (Delivery.DELIVERED, False)
    assert (world.line.shown, world.line.cards) == (shown, [])


def test_cards_that_line_refuses_are_sent_as_text_with_the_same_token(world: World) -> None:
    world.line.takes_cards = False
    outcome, _ = answered(world, Content(ASSISTANT, MARKDOWN), cards=True)
    assert outcome == Delivery.DELIVERED
    assert world.line.calls == [("reply", TOKEN, *SHOWN)] * 2
    assert (world.line.shown, world.line.cards) == (SHOWN, [])


def test_a_picture_that_line_refuses_is_sent_as_its_address_with_the_same_token(
    world: World,
) -> None:
    world.line.takes_cards = False
    content = Content(ASSISTANT, "[picture: a cat]\nHere it is.", picture="1/a.png")
    outcome, answer = answered(world, content, cards=True)
    assert (outcome, answer.picture) == (Delivery.DELIVERED, "1/a.png")
    shown = ["https://api.example.com/pictures/1/a.png", "Here it is."]
    assert world.line.calls == [("reply", TOKEN, *shown)] * 2
    assert (world.line.shown, world.line.pictures) == (shown, [])


def test_what_is_refused_without_cards_is_not_sent_again() -> None:
    line = FakeLine(failures=[(MessageRefusedError(), False)])
    with pytest.raises(MessageRefusedError):
        chat_of(line).reply(["One"])
    assert line.calls == [("reply", TOKEN, "One")]


LONG = "```\nf()\n```\n" + "x" * 29_996
"""Seven bubbles, with a card or without; but they begin at other places."""


def half_delivered(*, cards: bool | None) -> Message:
    return Message(
        "1#assistant",
        line_user_id=USER_ID,
        role=ASSISTANT,
        content=LONG,
        created_at=NOON,
        delivery=Delivery.PUSHING.value,
        next_bubble=5,
        cards=cards,
    )


class Advancing:
    """Keeps how far an answer has got."""

    def advance(
        self,
        answer: Message,
        delivery: Delivery,
        next_bubble: int,
        now: datetime,
        bubble_ids: Sequence[str] = (),
    ) -> None:
        answer.delivery, answer.next_bubble = delivery.value, next_bubble


@pytest.mark.parametrize("setting", [True, False])
@pytest.mark.parametrize("stored", [True, None])
def test_an_answer_on_its_way_is_cut_as_it_was_whatever_the_setting_is_now(
    world: World, setting: bool, stored: bool | None
) -> None:
    with_a_card = with_cards(LONG, lambda: TEXTS.label_copy)
    as_text = bubbles_of(ASSISTANT, LONG)
    assert list(map(words_of, with_a_card)) != as_text
    answer = half_delivered(cards=stored)
    world.messages.advance = Advancing().advance  # type: ignore[method-assign]
    deliver = Deliver(world.messages, FakeClock(NOON), setting)
    assert deliver(answer, chat_of(world.line)) == Delivery.DELIVERED
    assert world.line.shown == list(map(words_of, (with_a_card if stored else as_text)[5:]))


def test_a_push_of_refused_cards_has_the_same_retry_key(world: World) -> None:
    world.line.takes_cards = False
    world.line.failures = [(LineUnclearError(), True)]
    chat = chat_of(world.line, None)
    cards = with_cards(MARKDOWN, lambda: "Copy")
    with pytest.raises(LineUnclearError):
        chat.push(cards, "key")
    chat.push(cards, "key")
    assert (world.line.shown, world.line.used_keys) == (SHOWN, {"key"})


def test_in_a_group_the_quote_is_sent_along_and_cards_have_ids() -> None:
    line, sent = FakeLine(), FakeSentBubbles()
    quotes = Quotes(sent, "q", NOON + timedelta(days=90))
    card = Card("a | b", {"type": "bubble"})
    ids = Chat(line, GROUP_ID, TOKEN, lambda: TEXTS, quotes).reply([card, "One"])
    assert (line.quotes, ids) == (["q"], ["bubble-1", "bubble-2"])


def test_again_shows_the_answer_as_text(world: World) -> None:
    answered(world, Content(ASSISTANT, MARKDOWN), cards=True)
    world.line.shown.clear()
    world.line.cards.clear()
    world.tell("/again", 2)
    assert (world.line.shown, world.line.cards) == (AS_TEXT, [])
