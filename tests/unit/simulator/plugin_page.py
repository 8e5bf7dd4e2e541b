"""How tests use the plugin's tab of the page for ChatGPT's side."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.testclient import TestClient

ORIGIN = {"origin": "http://localhost:8600"}
HOME = "/chatgpt/plugin"


def begin(page: TestClient) -> str:
    """Begin to connect; where the browser is sent."""
    response = page.get(f"{HOME}/connect")
    assert response.status_code == 303
    return str(response.headers["location"])


def come_back(page: TestClient, address: str) -> str:
    """Sign in where the browser was sent, and come back; where it is sent then."""
    callback = httpx.get(address, trust_env=False).headers["location"]
    assert callback.startswith("http://localhost:8600/chatgpt/plugin/callback?")
    response = page.get(callback)
    assert response.status_code == 303
    return str(response.headers["location"])


def connect(page: TestClient) -> None:
    assert come_back(page, begin(page)) == HOME


def query_of(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def call(page: TestClient, tool: str, **values: Any) -> tuple[int, dict[str, Any]]:
    body = {"tool": tool, "values": values}
    response = page.post("/ui/chatgpt/plugin/call", json=body, headers=ORIGIN)
    return response.status_code, response.json()
