"""Turns of a conversation on the deployed stack, smooth ones and troubled ones."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import TOOLS, Aws, Line, text

SORRY = "申し訳ありません。今はお答えできません。"
NO_ANSWER = "うまくお答えできませんでした。"


def test_a_conversation_builds_on_what_was_said(line: Line) -> None:
    assert line.say("a", "I am Hanako.") == ['You said "I am Hanako.".']
    assert line.say("a", "Who am I?") == [
        'You said "Who am I?". Before that you told me: "I am Hanako.".'
    ]
    assert line.say("b", "Who am I?") == ['You said "Who am I?".']


def test_the_model_is_asked_as_configured_and_stores_nothing(line: Line) -> None:
    line.say("c", "こんにちは")
    (call,) = line.calls("openai")
    instructions = call["body"].pop("instructions")
    user = call["body"].pop("safety_identifier")
    assert call["body"].pop("prompt_cache_key") == user  # the chat's is its only user's
    offered = [tool["type"] for tool in call["body"].pop("tools")]
    assert offered == [*(tool["type"] for tool in TOOLS), "image_generation", "function"]
    assert call["body"] == {
        "model": "gpt-6.1-terra",
        "input": [{"role": "user", "content": "こんにちは"}],
        "max_output_tokens": 2000,
        "store": False,
    }
    assert instructions
    assert len(user) == 32


def test_the_loading_animation_comes_first(line: Line) -> None:
    line.say("d", "Hello")
    calls = line.calls("line", "loading", "reply")
    assert [(call["operation"], call["status"]) for call in calls] == [
        ("loading", 202),
        ("reply", 200),
    ]
    assert line.calls("line")[0]["operation"] == "loading"


def test_a_redelivered_event_is_answered_once(line: Line) -> None:
    (event,) = line.post(text("Hello", "e"))["events"]
    line.settle()
    redelivered = line.post(event | {"deliveryContext": {"isRedelivery": True}})
    assert redelivered["status"] == 200
    line.settle()
    assert line.shown("e") == [("reply", 'You said "Hello".')]
    assert len(line.calls("openai")) == 1


def test_one_chat_keeps_its_order(line: Line) -> None:
    line.fault("openai", "responses", "delay", seconds=2)
    line.post(text("one", "f"), text("two", "f"))
    line.post(text("three", "f"))
    line.settle()
    assert [words for _, words in line.shown("f")] == [
        'You said "one".',
        'You said "two". Before that you told me: "one".',
        'You said "three". Before that you told me: "one", "two".',
    ]


def test_a_long_answer_comes_in_bubbles_five_of_them_free(line: Line) -> None:
    paragraphs = [f"{n}".ljust(4000, ".") for n in range(12)]
    line.fault("openai", "responses", "answer", text="\n\n".join(paragraphs))
    line.post(text("Tell me everything", "g"))
    line.settle()
    ways = ["reply"] * 5 + ["push"] * 7
    assert line.shown("g") == list(zip(ways, paragraphs, strict=True))


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500, "times": 2},
        {"kind": "status", "status": 429, "times": 1},
        {"kind": "malformed"},
        {"kind": "drop_response"},
    ],
)
def test_a_failing_model_is_asked_again(line: Line, fault: dict[str, object]) -> None:
    line.fault("openai", "responses", **fault)  # type: ignore[arg-type]
    assert line.say("h", "Hello again")[0].startswith('You said "Hello again".')
    line.settle()
    assert len(line.shown("h")) == 1


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"kind": "status", "status": 401}, SORRY),
        ({"kind": "delay", "seconds": 12}, SORRY),
        ({"kind": "empty"}, NO_ANSWER),
        ({"kind": "answer", "text": " \n "}, NO_ANSWER),
    ],
)
def test_what_cannot_be_mended_gets_a_kind_sentence_that_no_prompt_has(
    line: Line, fault: dict[str, object], sentence: str
) -> None:
    line.fault("openai", "responses", **fault)  # type: ignore[arg-type]
    user = f"i{fault}"
    assert line.say(user, "Hello")[0].startswith(sentence)
    assert line.say(user, "Better now?") == ['You said "Better now?".']


def test_after_the_last_attempt_the_user_is_told(line: Line, aws: Aws) -> None:
    line.fault("openai", "responses", "status", status=500, times=0)
    assert line.say("j", "Hello", seconds=90)[0].startswith(SORRY)
    line.settle()
    assert len(line.calls("openai")) == 5
    assert aws.waiting("dead_letter_queue_url") == 0


def test_white_space_around_an_answer_is_stripped(line: Line) -> None:
    line.fault("openai", "responses", "answer", text="\n\n Hi there. \n")
    assert line.say("k", "Hello") == ["Hi there."]


def test_an_expired_token_means_a_push(line: Line) -> None:
    line.fault("line", "reply", "expire_reply_token")
    line.say("l", "Hello")
    assert line.shown("l") == [("push", 'You said "Hello".')]


@pytest.mark.parametrize(
    ("fault", "delivery"),
    [
        ({"kind": "drop_response"}, "unknown"),
        ({"kind": "status", "status": 500}, "delivered"),
        ({"kind": "status", "status": 429}, "delivered"),
        ({"kind": "malformed"}, "delivered"),
    ],
)
def test_a_troubled_reply_shows_once(
    line: Line, aws: Aws, fault: dict[str, object], delivery: str
) -> None:
    user = f"m{fault}"
    line.fault("line", "reply", **fault)  # type: ignore[arg-type]
    (event,) = line.post(text("Hello", user))["events"]
    line.settle()
    assert line.shown(user) == [("reply", 'You said "Hello".')]
    assert line.calls("line", "push") == []
    assert aws.item(f"{event['message']['id']}#assistant")["delivery"] == {"S": delivery}


@pytest.mark.parametrize("fault", [{"kind": "drop_response"}, {"kind": "status", "status": 500}])
def test_a_troubled_push_is_repeated_with_its_key_and_shows_once(
    line: Line, aws: Aws, fault: dict[str, object]
) -> None:
    user = f"n{fault}"
    line.fault("line", "reply", "expire_reply_token")
    line.fault("line", "push", **fault)  # type: ignore[arg-type]
    (event,) = line.post(text("Hello", user))["events"]
    line.settle()
    assert line.shown(user) == [("push", 'You said "Hello".')]
    assert aws.item(f"{event['message']['id']}#assistant")["delivery"] == {"S": "delivered"}
    keys = [call["headers"]["x-line-retry-key"] for call in line.calls("line", "push")]
    assert len(keys) == 2
    assert len(set(keys)) == 1


@pytest.fixture
def impatient_queue(aws: Aws) -> Iterator[None]:
    """The queue gives up on a dead worker in seconds, not after the whole time-out."""
    url = aws.outputs["queue_url"]
    normal = aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    aws.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "5"})
    yield
    aws.sqs.set_queue_attributes(QueueUrl=url, Attributes=dict(normal["Attributes"]))


def test_a_worker_killed_right_after_line_took_the_answer(
    line: Line, aws: Aws, impatient_queue: None
) -> None:
    line.fault("line", "reply", "kill_client")
    (event,) = line.post(text("Hello", "o"))["events"]
    line.settle()
    assert line.shown("o") == [("reply", 'You said "Hello".')]
    deliveries = line.calls("line", "reply", "push")
    assert [(call["operation"], call["status"]) for call in deliveries] == [
        ("reply", None),
        ("reply", 400),
    ]
    assert len(line.calls("openai")) == 1
    answer = aws.item(f"{event['message']['id']}#assistant")
    assert answer["delivery"] == {"S": "unknown"}


def test_a_worker_killed_while_the_model_thinks_starts_over(
    line: Line, impatient_queue: None
) -> None:
    line.fault("openai", "responses", "kill_client")
    line.post(text("Hello", "p"))
    line.settle()
    assert line.shown("p") == [("reply", 'You said "Hello".')]
    assert len(line.calls("openai")) == 2
