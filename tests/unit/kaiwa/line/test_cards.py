"""Cards as the gateway sends them, to the stand-in's real server."""

import httpx
import pytest

from kaiwa.line.cards import Card
from kaiwa.line.choices import Choice
from kaiwa.line.client import Line
from kaiwa.line.errors import MessageRefusedError
from kaiwa.line.sdk import messages_of
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.unit.kaiwa.line.harness import KEY_1, bubbles, calls, fault, gateway

ROW = {
    "type": "box",
    "layout": "horizontal",
    "contents": [
        {"type": "text", "text": "日本 <b>", "flex": 2, "size": "xs", "align": "end", "wrap": True},
        {"type": "box", "layout": "vertical", "contents": [], "flex": 1},
    ],
}
COPY = {"type": "clipboard", "label": "コピー", "clipboardText": "f(x)\n"}
CONTENTS = {
    "type": "bubble",
    "size": "mega",
    "body": {"type": "box", "layout": "vertical", "contents": [ROW, {"type": "separator"}]},
    "footer": {
        "type": "box",
        "layout": "vertical",
        "contents": [{"type": "button", "action": COPY}],
    },
}
CARD = Card("日本 <b>", CONTENTS)


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    return gateway(served, simulator)


def test_a_card_arrives_whole_and_in_its_place(line: Line, served: httpx.Client) -> None:
    sent = line.reply("reply-token", ["One", CARD, "Two"], choices=[Choice("Yes", says="Yes")])
    assert [(each["id"], each["kind"], each["text"]) for each in bubbles(served)] == [
        (sent[0], "text", "One"),
        (sent[1], "flex", "日本 <b>"),
        (sent[2], "text", "Two"),
    ]
    assert calls(served)[0]["body"]["messages"][1] == {
        "type": "flex",
        "altText": "日本 <b>",
        "contents": CONTENTS,
    }


@pytest.mark.parametrize(
    ("sent", "quotes"),
    [(["One", CARD], ["q", None]), ([CARD, "One", "Two"], [None, "q", None]), ([CARD], [None])],
)
def test_the_first_text_has_the_quote_and_the_last_bubble_the_choices(
    sent: list[str | Card], quotes: list[str | None]
) -> None:
    messages = messages_of(sent, [Choice("Yes", says="Yes")], "q")
    assert [getattr(each, "quote_token", None) for each in messages] == quotes
    assert [each.quick_reply is not None for each in messages] == [
        number == len(sent) for number in range(1, len(sent) + 1)
    ]


@pytest.mark.parametrize("status", [400, 413])
def test_a_refusal_of_what_is_sent_is_told_apart(
    line: Line, served: httpx.Client, status: int
) -> None:
    fault(served, "push", "status", status=status)
    with pytest.raises(MessageRefusedError):
        line.push(USER_ID, [CARD], KEY_1)
    assert line.push(USER_ID, [CARD.text], KEY_1)
