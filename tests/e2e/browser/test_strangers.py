"""What users, the model and other sites may try: text stays text, and strangers stay out."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.phones import phone_of
from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Line

MARKUP = (
    "</script><script>hacked = 1</script><img src=x onerror='hacked = 1'>"
    "<b onclick='hacked = 1'>{{ 7 * 7 }}</b>"
)


def assert_harmless(page: Page) -> None:
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("img[src=x], b[onclick]").count() == 0


def test_what_is_said_stays_text(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "<b>mio</b>")
    line.fault("openai", "responses", "answer", text=f"Look: {MARKUP}")
    phone.say(MARKUP)
    answer = phone.answer("Look:")
    expect(answer).to_contain_text(MARKUP)
    mine = phone.entry(MARKUP).first
    expect(mine).to_contain_text(MARKUP)
    phone.does(mine, "Quote")
    expect(phone.page.get_by_text("Quoting <b>mio</b>")).to_be_visible()
    phone.happened(mine)
    expect(mine.get_by_role("definition").last).to_contain_text(MARKUP)
    assert_harmless(phone.page)


def test_labels_and_names_stay_text(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "nao")
    for message in [
        {"type": "file", "fileName": MARKUP, "content": {"base64": "", "media_type": "text/html"}},
        {"type": "location", "title": MARKUP, "address": MARKUP, "latitude": 1, "longitude": 1},
        {"type": "sticker", "keywords": [MARKUP]},
    ]:
        line.post({"type": "message", "source": {"userId": "nao"}, "message": message})
    expect(phone.log.locator(".entry.mine").filter(has_text="hacked")).to_have_count(2)
    expect(phone.log.locator(".entry.mine").get_by_role("img", name="hacked")).to_have_count(1)
    line.settle()
    assert_harmless(phone.page)


def test_only_web_addresses_become_links(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "ono")
    line.fault("openai", "responses", "answer", text="See javascript:alert(1) http://a.example/b.")
    phone.say("Where?")
    links = phone.answer("See javascript").get_by_role("link")
    expect(links).to_have_text(["http://a.example/b"])
    expect(links).to_have_attribute("rel", "noopener noreferrer")


def test_what_a_user_sends_as_a_web_page_does_not_run(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "pi")
    payload = {"name": "a.html", "mimeType": "text/html", "buffer": MARKUP.encode()}
    with phone.page.expect_file_chooser() as chooser:
        phone.attach("File …")
    chooser.value.set_files(payload)  # type: ignore[arg-type]
    link = phone.log.get_by_role("link", name="a.html")
    with phone.page.expect_download() as download:
        phone.page.evaluate("address => { location = address }", link.get_attribute("href"))
    assert download.value.suggested_filename
    assert_harmless(phone.page)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of another site; as another port makes another origin, one on this machine."""
    tmp_path.joinpath("index.html").write_text("<!doctype html><p>Another site")
    handler = partial(QuietHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


REQUEST = """([address, body]) =>
  fetch(address, {method: 'POST', mode: 'no-cors', body}).catch(() => null)"""
FRAME = """(address) => new Promise((resolve) => {
  const frame = document.createElement('iframe');
  frame.onload = resolve;
  frame.src = address;
  document.body.append(frame);
})"""


def test_another_site_can_do_nothing(visits: Visits, line: Line, elsewhere: str) -> None:
    phone = phone_of(visits, line, "rin")
    phone.say("Hello")
    expect(phone.answer('You said "Hello".')).to_be_visible()
    user = parse_qs(urlsplit(phone.page.url).query)["chat"][0]
    before = line.calls("openai")
    site = visits.open(elsewhere)
    for path, body in [
        ("/ui/line/say", {"chat": user, "speaker": user, "text": "I was never here"}),
        ("/ui/line/misbehave", {"name": "slow_openai", "on": True}),
        ("/control/say", {"user": "rin", "text": "I was never here"}),
        ("/control/reset", {}),
    ]:
        site.evaluate(REQUEST, [visits.url + path, json.dumps(body)])
    site.evaluate(FRAME, visits.url)
    assert site.frames[1].url == "chrome-error://chromewebdata/"
    expect(phone.page.get_by_text("Next message:")).to_be_hidden()
    assert line.calls("openai") == before
    # The browser's console tells of each refusal.
    assert len(visits.troubles) >= 5
    visits.troubles.clear()
