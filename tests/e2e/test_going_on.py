"""Buttons below an answer: going on, trying again, and what may be asked next."""

from typing import Any

from tests.e2e.conftest import Aws, Line


def buttons(line: Line, chat: str) -> list[str]:
    """Below the last bubble."""
    return [action["label"] for action in line.bubbles(chat)[-1]["quick_replies"]]


def prompt(line: Line) -> list[tuple[str, Any]]:
    """What the model was sent last."""
    body = line.calls("openai", "responses")[-1]["body"]
    return [(each["role"], each["content"]) for each in body["input"]]


def test_a_cut_off_answer_is_gone_on_with_where_it_stopped(line: Line, aws: Aws) -> None:
    line.speaks("go-on", "en")
    line.fault("openai", "responses", "cut_off", times=2)
    assert line.say("go-on", "Tell me everything") == ['You said "Tell …']
    assert buttons(line, "go-on") == ["Go on"]
    assert line.tap("go-on", "Go on") == ["me ever …"]
    assert line.tap("go-on", "Go on") == ['ything".']
    said = prompt(line)
    go_on = said[2][1]
    assert said == [
        ("user", "Tell me everything"),
        ("assistant", 'You said "Tell'),
        ("user", go_on),
        ("assistant", "me ever"),
        ("user", go_on),
    ]
    question = line.bubbles("go-on")[0]["id"]
    assert aws.item(f"{question}#on2#assistant")["content"] == {"S": 'ything".'}
    source = {"userId": "go-on"}
    line.post({"type": "unsend", "source": source, "unsend": {"messageId": question}})
    line.settle()
    ids = [f"{question}{each}" for each in ("#assistant", "#on1", "#on2", "#on2#assistant")]
    assert [aws.item(each) for each in ids] == [{}] * 4


def test_after_an_apology_the_question_is_asked_again(line: Line, aws: Aws) -> None:
    line.speaks("try-again", "en")
    line.fault("openai", "responses", "status", status=400)
    sorry = "Sorry, I can't answer right now. Please send it again in a little while."
    assert line.say("try-again", "Hello") == [sorry]
    assert buttons(line, "try-again") == ["Try again"]
    assert line.tap("try-again", "Try again") == ['You said "Hello".']
    question = line.bubbles("try-again")[0]["id"]
    stored = aws.item(f"{question}#assistant")
    assert (stored["role"], stored["content"]) == ({"S": "assistant"}, {"S": 'You said "Hello".'})
    postback = {"type": "postback", "postback": {"data": f"try-again {question}"}}
    line.post({**postback, "source": {"userId": "try-again"}})
    line.settle()
    assert [words for _, words in line.shown("try-again")] == [sorry, 'You said "Hello".']
    line.say("try-again", "And now?")
    assert [content for _, content in prompt(line)] == ["Hello", 'You said "Hello".', "And now?"]


def test_next_questions_are_suggested_and_kept_nowhere(line: Line, aws: Aws) -> None:
    assert line.say("suggest", "Hello") == ['You said "Hello".']
    assert buttons(line, "suggest") == ["Tell me more", "Why is that?"]
    line.tap("suggest", "Why is that?")
    assert [content for _, content in prompt(line)] == [
        "Hello",
        'You said "Hello".',
        "Why is that?",
    ]
    question = line.bubbles("suggest")[0]["id"]
    assert aws.item(f"{question}#assistant")["content"] == {"S": 'You said "Hello".'}
