"""How tests use the page for ChatGPT's side."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

from tests.unit.simulator.deployed import CODE

ORIGIN = {"origin": "http://localhost:8600"}


def begin(page: TestClient) -> dict[str, str]:
    """Go to the sign-in page; what Cognito is told there."""
    response = page.get("/chatgpt/sign-in")
    assert response.status_code == 303
    query = parse_qs(urlsplit(response.headers["location"]).query)
    return {name: value for name, (value,) in query.items()}


def sign_in(page: TestClient) -> None:
    state = begin(page)["state"]
    response = page.get("/chatgpt/callback", params={"code": CODE, "state": state})
    assert (response.status_code, response.headers["location"]) == (303, "/chatgpt")


def call(page: TestClient, operation: str, **values: Any) -> tuple[int, dict[str, Any]]:
    body = {"operation": operation, "values": values}
    response = page.post("/ui/chatgpt/call", json=body, headers=ORIGIN)
    return response.status_code, response.json()
