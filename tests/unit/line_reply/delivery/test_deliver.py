"""Delivery of answers, long ones above all."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from kaiwa.line.choices import Choice
from kaiwa.line.errors import LineRefusedError, LineUnavailableError, LineUnclearError
from kaiwa.table.items import ASSISTANT, NOTICE, SENT, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content, Delivery
from line_reply.delivery.bubbles import bubbles_of
from line_reply.delivery.deliver import Deliver
from line_reply.speech.chat import Chat
from line_reply.speech.languages.en import TEXTS
from tests.builders import NOON, USER_ID, at
from tests.fakes.clock import FakeClock
from tests.fakes.line import FakeLine

TOKEN = "reply-token"


class Recorder(MessageTable):
    """Keeps every state that an answer has been in."""

    def __init__(self) -> None:
        self.states: list[tuple[str, int]] = []
        self.bubbles: list[tuple[int, Sequence[str]]] = []
        """Which was the first of what was sent, and the ids of all of it."""

    def advance(
        self,
        answer: Message,
        delivery: Delivery,
        next_bubble: int,
        now: datetime,
        bubble_ids: Sequence[str] = (),
    ) -> None:
        if bubble_ids:
            self.bubbles.append((int(answer.next_bubble or 0), bubble_ids))
        answer.delivery, answer.next_bubble = delivery.value, next_bubble
        self.states.append((delivery.value, next_bubble))

    def store_answer(
        self,
        question: Message,
        content: Content,
        now: datetime,
        delivery: Delivery = Delivery.STORED,
    ) -> Message:
        self.states.append((delivery.value, 0))
        return answer(1, delivery)


def answer(bubbles: int, delivery: Delivery = Delivery.STORED, next_bubble: int = 0) -> Message:
    """An answer that is cut into this many bubbles, `part(0)` to `part(bubbles - 1)`."""
    return Message(
        "1#assistant",
        line_user_id=USER_ID,
        role=ASSISTANT,
        content="\n\n".join(part(number) for number in range(bubbles)),
        delivery=delivery.value,
        next_bubble=next_bubble,
        created_at=NOON,
    )


def part(number: int) -> str:
    return f"{number}".ljust(4000, ".")


def parts(*numbers: int) -> tuple[str, ...]:
    return tuple(part(number) for number in numbers)


def deliver(
    answer: Message,
    reply_token: str | None,
    recorder: Recorder,
    line: FakeLine,
    choices: Sequence[Choice] = (),
) -> Delivery:
    return Deliver(recorder, FakeClock(NOON))(answer, chat_of(line, reply_token), choices)


def chat_of(line: FakeLine, reply_token: str | None) -> Chat:
    return Chat(line, USER_ID, reply_token, lambda: TEXTS)


def test_five_bubbles_fit_on_the_token() -> None:
    chat, recorder = FakeLine(), Recorder()
    assert deliver(answer(5), TOKEN, recorder, chat) == Delivery.DELIVERED
    assert chat.calls == [("reply", TOKEN, *parts(0, 1, 2, 3, 4))]
    assert recorder.states == [("replying", 0), ("delivered", 5)]


def test_what_is_over_five_is_pushed_in_batches() -> None:
    chat, recorder = FakeLine(), Recorder()
    assert deliver(answer(12), TOKEN, recorder, chat) == Delivery.DELIVERED
    assert chat.calls == [
        ("reply", TOKEN, *parts(0, 1, 2, 3, 4)),
        ("push", USER_ID, *parts(5, 6, 7, 8, 9)),
        ("push", USER_ID, *parts(10, 11)),
    ]
    assert recorder.states == [("replying", 0), ("pushing", 5), ("pushing", 10), ("delivered", 12)]
    assert recorder.bubbles == [
        (0, ["bubble-1", "bubble-2", "bubble-3", "bubble-4", "bubble-5"]),
        (5, ["bubble-6", "bubble-7", "bubble-8", "bubble-9", "bubble-10"]),
        (10, ["bubble-11", "bubble-12"]),
    ]
    assert len(chat.used_keys) == 2


def test_each_batch_of_each_answer_has_a_retry_key_of_its_own() -> None:
    chat, recorder = FakeLine(), Recorder()
    first, second = answer(6), answer(6)
    second.id = "2#assistant"
    for each in (first, second):
        assert deliver(each, None, recorder, chat) == Delivery.DELIVERED
    assert len(chat.used_keys) == 4
    assert chat.shown == [*parts(0, 1, 2, 3, 4, 5), *parts(0, 1, 2, 3, 4, 5)]


def test_an_answer_in_place_of_an_apology_has_a_retry_key_of_its_own() -> None:
    chat, recorder = FakeLine(), Recorder()
    apology, instead = answer(1), answer(1)
    apology.content, instead.created_at = "Sorry", at(1)
    for each in (apology, instead):
        assert deliver(each, None, recorder, chat) == Delivery.DELIVERED
    assert chat.shown == ["Sorry", part(0)]


def test_without_a_token_all_is_pushed() -> None:
    chat, recorder = FakeLine(), Recorder()
    assert deliver(answer(1), None, recorder, chat) == Delivery.DELIVERED
    assert chat.calls == [("push", USER_ID, part(0))]


@pytest.mark.parametrize("took_effect", [True, False])
def test_a_push_without_an_answer_is_repeated_safely(took_effect: bool) -> None:
    long_answer = answer(7)
    chat, recorder = FakeLine(), Recorder()
    chat.failures = [(None, True), (LineUnclearError(), took_effect)]
    with pytest.raises(LineUnclearError):
        deliver(long_answer, TOKEN, recorder, chat)
    assert deliver(long_answer, TOKEN, recorder, chat) == Delivery.DELIVERED
    assert chat.shown == list(parts(0, 1, 2, 3, 4, 5, 6))


def test_pushing_goes_on_where_it_stopped() -> None:
    chat, recorder = FakeLine(), Recorder()
    half_way = answer(12, Delivery.PUSHING, next_bubble=10)
    assert deliver(half_way, TOKEN, recorder, chat) == Delivery.DELIVERED
    assert chat.calls == [("push", USER_ID, *parts(10, 11))]


@pytest.mark.parametrize("final", [Delivery.DELIVERED, Delivery.UNKNOWN, Delivery.FAILED])
def test_what_has_ended_stays_so(final: Delivery) -> None:
    chat, recorder = FakeLine(), Recorder()
    assert deliver(answer(1, final, 1), TOKEN, recorder, chat) == final
    assert (chat.calls, recorder.states) == ([], [])


def test_an_earlier_call_without_a_known_end_is_repeated_with_its_token_only() -> None:
    chat, recorder = FakeLine(used_tokens={TOKEN}), Recorder()
    crashed = answer(1, Delivery.REPLYING)
    assert deliver(crashed, TOKEN, recorder, chat) == Delivery.UNKNOWN
    assert (chat.shown, recorder.states) == ([], [("unknown", 0)])


def deliver_new(line: FakeLine, recorder: Recorder, reply_token: str | None = TOKEN) -> Delivery:
    """The same of an answer that is stored on the way."""
    question = Message("1", line_user_id=USER_ID)
    content = Content(ASSISTANT, part(0))
    chat = chat_of(line, reply_token)
    outcome = Deliver(recorder, FakeClock(NOON)).store(question, content, chat)
    assert outcome is not None
    return outcome


def test_the_first_call_for_a_new_answer_is_recorded_with_it() -> None:
    line, recorder = FakeLine(), Recorder()
    assert deliver_new(line, recorder) == Delivery.DELIVERED
    assert (line.shown, recorder.states) == ([part(0)], [("replying", 0), ("delivered", 1)])


def test_a_new_answer_without_a_token_is_pushed() -> None:
    line, recorder = FakeLine(), Recorder()
    assert deliver_new(line, recorder, None) == Delivery.DELIVERED
    assert recorder.states == [("stored", 0), ("pushing", 0), ("delivered", 1)]


def test_a_token_that_has_expired_at_the_first_call_means_a_push() -> None:
    line, recorder = FakeLine(used_tokens={TOKEN}), Recorder()
    assert deliver_new(line, recorder) == Delivery.DELIVERED
    states = [("replying", 0), ("pushing", 0), ("delivered", 1)]
    assert (line.shown, recorder.states) == ([part(0)], states)


def test_a_busy_line_has_not_been_called_for_a_new_answer_either() -> None:
    line, recorder = FakeLine(failures=[(LineUnavailableError(), False)]), Recorder()
    with pytest.raises(LineUnavailableError):
        deliver_new(line, recorder)
    assert recorder.states == [("replying", 0), ("stored", 0)]


def test_a_refusal_of_the_reply_is_final() -> None:
    chat, recorder = FakeLine(failures=[(LineRefusedError(), False)]), Recorder()
    assert deliver(answer(1), TOKEN, recorder, chat) == Delivery.FAILED
    assert recorder.states == [("replying", 0), ("failed", 0)]


def test_a_refusal_of_the_push_is_final() -> None:
    chat, recorder = FakeLine(failures=[(LineRefusedError(), False)]), Recorder()
    assert deliver(answer(1), None, recorder, chat) == Delivery.FAILED
    assert recorder.states == [("pushing", 0), ("failed", 0)]


def test_a_busy_line_leaves_the_first_call_still_to_be_made() -> None:
    chat, recorder = FakeLine(failures=[(LineUnavailableError(), False)]), Recorder()
    with pytest.raises(LineUnavailableError):
        deliver(answer(1), TOKEN, recorder, chat)
    assert recorder.states == [("replying", 0), ("stored", 0)]


def test_the_choices_are_below_the_last_bubble_only() -> None:
    choices = [Choice("Yes", says="Yes")]
    line, recorder = FakeLine(), Recorder()
    below: list[list[str]] = []
    for bubbles in (1, 5, 6):
        deliver(answer(bubbles), f"token-{bubbles}", recorder, line, choices)
        below.append(line.choices)
    # Of the six, LINE shows those of the push, which comes last.
    assert (below, line.offered) == ([["Yes"]] * 3, [["Yes"], ["Yes"], [], ["Yes"]])


def test_a_push_in_place_of_the_reply_has_the_choices_too() -> None:
    line = FakeLine(used_tokens={TOKEN})
    assert deliver(answer(1), TOKEN, Recorder(), line, [Choice("Yes", says="Yes")])
    assert line.choices == ["Yes"]


MARKDOWN = "**Bold** `code`"


@pytest.mark.parametrize(
    ("role", "seen"), [(ASSISTANT, "Bold code"), (NOTICE, MARKDOWN), (SENT, MARKDOWN)]
)
def test_only_a_models_words_are_taken_as_markdown(role: str, seen: str) -> None:
    said = answer(1)
    said.role, said.content = role, MARKDOWN
    assert bubbles_of(said.role, said.content) == [seen]


@pytest.mark.parametrize("text", ["***", "[]()", "```\n```", "<br>", "&nbsp;"])
def test_markdown_without_a_word_is_shown_as_it_is(text: str) -> None:
    said = answer(1)
    said.content = text
    assert "".join(bubbles_of(said.role, said.content)).strip()
