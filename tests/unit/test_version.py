"""One version, wherever it shows."""

import json
import re
from pathlib import Path

from chatgpt.plugin.page import page
from kaiwa import __version__

ROOT = Path(__file__).parents[2]
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", re.MULTILINE)


def test_the_newest_release_in_the_changelog_is_this_one() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    releases = RELEASE.findall(text)
    assert releases[0] == __version__
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert len(headings) == len(releases) + 1, "A heading is no release."


def test_clients_are_told_this_one() -> None:
    document = json.loads((ROOT / "docs/openapi.json").read_text())
    assert document["info"]["version"] == __version__
    assert f'appInfo: {{ name: "kaiwa-messages", version: "{__version__}" }}' in page()


def test_the_documents_name_this_one() -> None:
    readme = (ROOT / "terraform/README.md").read_text()
    assert re.findall(r"\?ref=v([0-9.]+)", readme) == [__version__]
