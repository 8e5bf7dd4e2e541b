"""What all pages stand on: language, headers, the guard against other sites, the words."""

import json
import re
from pathlib import Path

import pytest

from simulator.web.page import FOLDER, HEADERS, words_of
from tests.unit.simulator.harness import Stand

OWN = {"origin": "http://127.0.0.1"}
PATH = "/ui/line/misbehave"
SWITCH = {"name": "line_429", "on": True}
WORD = re.compile(r'\bword\(\s*"(\w+)"')


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("", "fr,en-GB;q=0.7,ja;q=0.5", "en"),
        ("", "fr", "en"),
        ("?lang=en", "ja", "en"),
        ("?lang=ja", "en", "ja"),
        ("?lang=<b>", "ja", "ja"),
    ],
)
def test_the_language_is_the_browsers_or_the_chosen_one(
    stand: Stand, query: str, accepted: str, language: str
) -> None:
    page = stand.client.get(f"/{query}", headers={"accept-language": accepted}).text
    assert f'<html lang="{language}">' in page
    assert "<b>" not in page


def test_the_chosen_language_is_remembered(stand: Stand) -> None:
    stand.client.get("/?lang=ja")
    assert '<html lang="ja">' in stand.client.get("/").text


def test_pages_run_nothing_from_elsewhere(stand: Stand) -> None:
    headers = stand.client.get("/").headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        " media-src 'self' blob:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none';"
        " base-uri 'none'; form-action 'self'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers.items() >= HEADERS.items()


def test_scripts_are_served_and_asked_for_each_time(stand: Stand) -> None:
    response = stand.client.get("/ui/static/line.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cache-control"] == "no-cache"
    assert stand.client.get("/ui/static/../page.py").status_code == 404


def test_other_hosts_and_other_sites_are_kept_out(stand: Stand) -> None:
    def switched(**headers: str) -> int:
        return stand.client.post(PATH, json=SWITCH, headers=headers).status_code

    assert switched(**OWN) == 200
    assert switched() == 403
    assert switched(origin="http://evil.example") == 403
    assert switched(origin="null") == 403
    assert switched(origin="https://127.0.0.1") == 403
    assert switched(origin="http://127.0.0.1:8600") == 403
    assert switched(host="evil.example", origin="http://evil.example") == 400


def test_the_control_api_still_refuses_browsers(stand: Stand) -> None:
    assert stand.client.get("/control/faults", headers=OWN).status_code == 403


def test_a_page_waits_for_the_bot(stand: Stand, tmp_path: Path) -> None:
    def ready() -> bool:
        return bool(stand.client.get("/ui/ready").json()["ready"])

    assert ready()
    stand.simulator.stack = tmp_path / "stack.json"
    assert not ready()
    page = stand.client.get("/").text
    assert "waiting.js" in page
    assert "line.js" not in page
    stand.simulator.stack.touch()
    assert ready()
    stand.simulator.webhook_endpoint = None
    assert not ready()


def test_both_languages_have_the_same_words() -> None:
    files = {path.name for path in (FOLDER / "words" / "en").iterdir()}
    assert files == {path.name for path in (FOLDER / "words" / "ja").iterdir()}
    for name in files:
        english, japanese = (
            json.loads((FOLDER / "words" / language / name).read_text())
            for language in ("en", "ja")
        )
        assert list(english) == list(japanese), name
        for key, sentence in english.items():
            places = [sorted(re.findall(r"{\w+}", each)) for each in (sentence, japanese[key])]
            assert places[0] == places[1], key


@pytest.mark.parametrize("script", sorted((FOLDER / "static").glob("*.js")), ids=lambda p: p.stem)
def test_scripts_use_words_that_exist(script: Path) -> None:
    pages = (path.stem for path in (FOLDER / "words" / "en").iterdir())
    known = {word for page in pages for word in words_of("en", page)}
    assert set(WORD.findall(script.read_text())) <= known
