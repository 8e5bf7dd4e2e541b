"""Flex Messages on the chat page."""

from playwright.sync_api import expect

from tests.e2e.browser.phones import phone_of
from tests.e2e.browser.visits import NARROW, Visits, barriers, overflow
from tests.e2e.conftest import Line

CODE = 'if x > 0:\n    print("<b>$x^2$</b>")'
MARKDOWN = f"""\
$E=mc^2$

| City | Share |
|---|--:|
| <img src=x onerror=alert(1)> | 11% |
| Osaka |  |

```python
{CODE}
```"""


def test_a_table_and_code_are_shown_and_code_is_copied(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "riku", size=NARROW)
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    line.fault("openai", "responses", "answer", text=MARKDOWN)
    phone.say("Show me")
    expect(phone.answer("E=mc²")).to_be_visible()
    table = phone.log.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["City", "Share"])
    expect(table.get_by_role("cell")).to_have_text(
        ["<img src=x onerror=alert(1)>", "11%", "Osaka", ""]
    )
    expect(table.get_by_role("cell", name="11%")).to_have_css("text-align", "end")
    expect(phone.log.locator(".flex img, .flex b")).to_have_count(0)
    expect(phone.answer('print("<b>$x^2$</b>")')).to_be_visible()
    phone.log.get_by_role("button", name="Copy").click()
    expect(phone.log.get_by_role("status")).to_have_text("Copied.")
    assert phone.page.evaluate("navigator.clipboard.readText()") == CODE
    assert barriers(phone.page) == []
    assert overflow(phone.page) == 0
