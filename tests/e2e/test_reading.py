"""Answers that read well on LINE: formulas, tables and code."""

from tests.e2e.conftest import Aws, Line

MARKDOWN = """\
Energy is $E=mc^2$, and it costs $5.

| City | Share |
|---|--:|
| Tokyo | 11% |
| Osaka | 7% |

And **code**:

```python
if x > 0:
    y = "$x^2$"
```
That is all."""
SHOWN = [
    "Energy is E=mc², and it costs $5.",
    "City | Share\nTokyo | 11%\nOsaka | 7%",
    "And code:",
    'if x > 0:\n    y = "$x^2$"',
    "That is all.",
]


def kinds(line: Line, chat: str) -> list[str]:
    return [each["kind"] for each in line.bubbles(chat) if each["from"] == "bot"]


def test_tables_and_code_are_cards_between_the_texts(line: Line, aws: Aws) -> None:
    line.speaks("rd-cards", "en")
    line.fault("openai", "responses", "answer", text=MARKDOWN)
    assert line.say("rd-cards", "Show me") == SHOWN
    assert kinds(line, "rd-cards") == ["text", "flex", "text", "flex", "text"]
    answer = aws.item(f"{line.bubbles('rd-cards')[0]['id']}#assistant")
    assert (answer["content"], answer["cards"]) == ({"S": MARKDOWN}, {"BOOL": True})
    assert line.say("rd-cards", "/again") == ["\n\n".join(SHOWN)]
    line.say("rd-cards", "And now?")
    prompt = line.calls("openai")[-1]["body"]["input"]
    assert {"role": "assistant", "content": MARKDOWN} in prompt


def test_cards_that_line_refuses_arrive_as_text(line: Line) -> None:
    line.fault("openai", "responses", "answer", text=MARKDOWN)
    line.fault("line", "reply", "status", status=400)
    assert line.say("rd-refused", "Show me") == SHOWN
    assert kinds(line, "rd-refused") == ["text"] * 5
    assert [call["status"] for call in line.calls("line", "reply")] == [400, 200]
