"""What can be made to go wrong from the LINE page, and that the page shows what came of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.phones import phone_of
from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Line


def test_a_wrong_signature_is_refused(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "iori")
    phone.misbehave("Wrong signature")
    phone.say("Let me in")
    notice = phone.entry("A webhook with a wrong signature: “Let me in”")
    expect(notice).to_contain_text("403")
    behind = phone.happened(notice)
    expect(behind.get_by_role("definition").first).to_contain_text("wrong signature")
    line.settle()
    assert line.calls("openai") == []


def test_a_redelivery_is_answered_once(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "jun")
    phone.misbehave("Delivered twice")
    phone.say("Hello")
    expect(phone.entry("Hello").first).to_contain_text("2 times")
    expect(phone.entry("LINE delivered an event again")).to_be_visible()
    expect(phone.answer('You said "Hello".')).to_have_count(1)
    phone.does(phone.entry("Hello").first, "Deliver again")
    expect(phone.entry("Hello").first).to_contain_text("3 times")
    line.settle()
    expect(phone.answer('You said "Hello".')).to_have_count(1)


def test_while_the_model_is_slow_the_bot_is_seen_writing(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "ken")
    phone.misbehave("Slow OpenAI")
    phone.say("Hello")
    expect(phone.log.get_by_text("Kaiwa is writing")).to_be_visible()
    expect(phone.answer('You said "Hello".')).to_be_visible()
    expect(phone.log.get_by_text("Kaiwa is writing")).to_be_hidden()


@pytest.mark.parametrize(
    ("how", "call", "way"),
    [
        ("Failing OpenAI", r"openai responses → 500 .* made to fail", "reply"),
        ("LINE 429", r"line reply → 429 .* made to fail", "reply"),
        ("LINE 500", r"line reply → 500 .* made to fail", "reply"),
        ("Expired reply token", r"line reply → 400 .* made to fail", "push"),
    ],
)
def test_a_failure_is_mended_and_shown(
    visits: Visits, line: Line, how: str, call: str, way: str
) -> None:
    phone = phone_of(visits, line, f"leo {how}"[:20])
    phone.misbehave(how)
    phone.say("Hello")
    answer = phone.answer('You said "Hello".')
    expect(answer).to_have_count(1)
    expect(answer.locator(".chips")).to_contain_text(way)
    behind = phone.happened(phone.entry("Hello").first)
    behind.get_by_text("Calls to LINE and OpenAI").click()
    expect(behind.get_by_text(re.compile(call))).to_be_visible()
    expect(phone.page.get_by_text("Next message:")).to_be_hidden()
