"""The page for ChatGPT's side: files that come with an answer."""

import base64
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.unit.simulator.chatgpt_page import call, sign_in
from tests.unit.simulator.deployed import Cloud

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def test_an_inline_file_can_be_downloaded(page: TestClient, cloud: Cloud) -> None:
    sign_in(page)
    content = f'{BOM}"at","text"\n'.encode()
    encoded = base64.b64encode(content).decode()
    file = {"name": "line 花子.csv", "mime_type": "text/csv", "content": encoded}
    cloud.answer = (200, {"openaiFileResponse": [file], "messages": 1})
    _, outcome = call(page, "exportConversation", format="csv")
    (shown,) = outcome["files"]
    assert shown == {
        "name": "line 花子.csv",
        "media_type": "text/csv",
        "bytes": len(content),
        "preview": '"at","text"\n',
        "whole": True,
        "address": shown["address"],
    }
    replaced = f"({len(encoded)} characters of Base64)"
    assert outcome["answer"]["openaiFileResponse"] == [file | {"content": replaced}]
    response = page.get(shown["address"])
    assert response.content == content
    disposition = "attachment; filename*=UTF-8''line_%E8%8A%B1%E5%AD%90.csv"
    assert response.headers["content-disposition"] == disposition
    assert response.headers["content-security-policy"] == "sandbox"
    assert response.headers["x-content-type-options"] == "nosniff"
    page.cookies.clear()
    assert page.get(shown["address"]).status_code == 404


def test_a_file_at_a_signed_address_is_fetched(page: TestClient, cloud: Cloud) -> None:
    sign_in(page)
    cloud.files = {"a.jsonl": "x" * 5000}
    cloud.answer = (200, {"openaiFileResponse": [f"{cloud.url}/exports/a.jsonl?signature=1"]})
    (shown,) = call(page, "exportConversation", format="jsonl")[1]["files"]
    assert (shown["name"], shown["bytes"], shown["whole"]) == ("a.jsonl", 5000, False)
    assert page.get(shown["address"]).content == b"x" * 5000


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("https://evil.example/a.csv", "ValueError: The address is not of the emulated AWS."),
        ({"name": "a", "mime_type": "b", "content": "?"}, "ValueError: The content is not Base64."),
        ({"name": "a"}, "KeyError: 'content'"),
    ],
)
def test_a_file_that_is_none_is_told(
    page: TestClient, cloud: Cloud, file: Any, problem: str
) -> None:
    sign_in(page)
    cloud.answer = (200, {"openaiFileResponse": [file]})
    assert call(page, "exportConversation")[1]["files"] == [{"problem": problem}]
