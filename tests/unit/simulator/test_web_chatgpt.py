"""The page for ChatGPT's side: signing in, calling operations, files."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from simulator.app import create_app
from simulator.state import Simulator
from tests.unit.simulator.deployed import API, CODE, EMAIL, Cloud, running
from tests.unit.simulator.harness import KEY, SECRET, TOKEN

ORIGIN = {"origin": "http://localhost:8600"}
REDIRECT = "http://localhost:8600/chatgpt/callback"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    with running(cloud):
        yield cloud


@pytest.fixture
def page(cloud: Cloud, tmp_path: Path) -> Iterator[TestClient]:
    """A browser that does not follow redirects by itself."""
    stack = tmp_path / "stack.json"
    stack.write_text(json.dumps(cloud.description))
    simulator = Simulator(TOKEN, SECRET, KEY, webhook_endpoint="http://bot/", stack=stack)
    app = create_app(simulator)
    with TestClient(app, base_url="http://localhost:8600", follow_redirects=False) as client:
        yield client


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


def problem_of(response: Any) -> str:
    assert response.status_code == 303
    return str(response.headers["location"])


def test_the_page_lives_on_localhost(page: TestClient) -> None:
    response = page.get("http://127.0.0.1:8600/chatgpt", headers={"accept-language": "ja"})
    assert response.headers["location"] == "http://localhost:8600/chatgpt?lang=ja"
    assert page.get("http://127.0.0.1:8600/chatgpt/sign-in").headers["location"] == "/chatgpt"


def test_before_the_deployment_is_there_the_page_says_so(page: TestClient, tmp_path: Path) -> None:
    (tmp_path / "stack.json").unlink()
    for path in ("/chatgpt", "/infrastructure"):
        assert "is being deployed" in page.get(path).text
    assert page.get("/chatgpt/sign-in").headers["location"] == "/chatgpt"
    assert page.get("/chatgpt/callback?code=1&state=2").headers["location"] == "/chatgpt"
    assert call(page, "getLink") == (503, {"error": "Nothing is deployed yet."})


def test_the_page_has_a_form_for_each_operation(page: TestClient) -> None:
    response = page.get("/chatgpt")
    assert response.status_code == 200
    for name in ("checkConnection", "linkChat", "listMessages", "sendMessage", "getOperation"):
        assert f'data-operation="{name}"' in response.text
    assert EMAIL in response.text
    assert "client-secret" not in response.text
    assert "アウト" not in page.get("/chatgpt").text
    assert "操作" in page.get("/chatgpt?lang=ja").text


def test_the_page_says_when_there_is_no_document(page: TestClient, cloud: Cloud) -> None:
    cloud.document = ["no", "document"]
    response = page.get("/chatgpt")
    assert "did not give its OpenAPI document" in response.text
    assert "data-operation" not in response.text


def test_the_document_is_text_not_markup(page: TestClient, cloud: Cloud) -> None:
    evil = "<script>alert(1)</script>"
    operation = {"operationId": evil, "summary": evil, "description": evil}
    cloud.document = {"paths": {f"/{evil}": {"get": operation}}}
    text = page.get("/chatgpt").text
    assert evil not in text
    assert "&lt;script&gt;" in text


def test_signing_in_goes_through_cognito(page: TestClient, cloud: Cloud) -> None:
    told = begin(page)
    assert told == {
        "response_type": "code",
        "client_id": "client-id",
        "redirect_uri": REDIRECT,
        "scope": "openid email",
        "state": told["state"],
    }
    before = page.cookies["chatgpt_8600"]
    response = page.get("/chatgpt/callback", params={"code": CODE, "state": told["state"]})
    assert problem_of(response) == "/chatgpt"
    assert cloud.token_requests == [
        {
            "grant_type": "authorization_code",
            "code": CODE,
            "redirect_uri": REDIRECT,
            "client_id": "client-id",
            "client_secret": "client-secret",
        }
    ]
    assert page.cookies["chatgpt_8600"] != before
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert f"Signed in as {EMAIL}" in page.get("/chatgpt").text


def test_the_authorization_goes_by_the_deployed_api(page: TestClient, cloud: Cloud) -> None:
    address = page.get("/chatgpt/sign-in").headers["location"]
    assert address.startswith(f"{cloud.url}{API}/oauth2/authorize?")


@pytest.mark.parametrize("state", ["another", ""])
def test_a_sign_in_that_was_not_begun_here_is_refused(
    page: TestClient, cloud: Cloud, state: str
) -> None:
    begin(page)
    response = page.get("/chatgpt/callback", params={"code": CODE, "state": state})
    assert problem_of(response) == "/chatgpt?problem=state"
    assert cloud.token_requests == []
    assert "was not begun here" in page.get("/chatgpt?problem=state").text


def test_a_state_serves_once(page: TestClient) -> None:
    state = begin(page)["state"]
    for expected in ("/chatgpt", "/chatgpt?problem=state"):
        response = page.get("/chatgpt/callback", params={"code": CODE, "state": state})
        assert problem_of(response) == expected


def test_a_sign_in_of_another_browser_is_refused(page: TestClient) -> None:
    state = begin(page)["state"]
    page.cookies.clear()
    response = page.get("/chatgpt/callback", params={"code": CODE, "state": state})
    assert problem_of(response) == "/chatgpt?problem=state"


@pytest.mark.parametrize(
    ("answer", "problem"), [({"error": "access_denied"}, "refused"), ({"code": "wrong"}, "token")]
)
def test_what_cognito_refuses_is_told(
    page: TestClient, answer: dict[str, str], problem: str
) -> None:
    state = begin(page)["state"]
    response = page.get("/chatgpt/callback", params={**answer, "state": state})
    assert problem_of(response) == f"/chatgpt?problem={problem}"
    assert 'role="alert"' in page.get(response.headers["location"]).text


def test_an_unknown_problem_is_none(page: TestClient) -> None:
    assert 'role="alert"' not in page.get("/chatgpt?problem=<b>").text


def test_a_call_carries_the_token_and_what_was_filled_in(page: TestClient, cloud: Cloud) -> None:
    sign_in(page)
    cloud.answer = (202, {"operation_id": "1", "status": "accepted"})
    status, outcome = call(page, "sendMessage", text="<b>Hi</b>", request_id="r-1")
    body = {"text": "<b>Hi</b>", "request_id": "r-1"}
    assert cloud.calls == [
        {
            "method": "POST",
            "path": "/conversation/messages",
            "query": {},
            "body": body,
            "authorization": "Bearer access-token-1",
        }
    ]
    assert status == 200
    assert outcome == {
        "request": {
            "method": "POST",
            "url": "/conversation/messages",
            "headers": {
                "content-type": "application/json",
                "authorization": "Bearer access-token…",
            },
            "body": body,
        },
        "status": 202,
        "reason": "Accepted",
        "milliseconds": outcome["milliseconds"],
        "too_long": False,
        "answer": {"operation_id": "1", "status": "accepted"},
        "files": [],
    }


def test_a_call_without_signing_in_has_no_token(page: TestClient, cloud: Cloud) -> None:
    cloud.answer = (401, {"message": "Unauthorized"})
    status, outcome = call(page, "listMessages", query="a&b", limit="5", cursor="")
    assert (status, outcome["status"], outcome["answer"]) == (200, 401, {"message": "Unauthorized"})
    (made,) = cloud.calls
    assert made["authorization"] is None
    assert made["query"] == {"query": "a&b", "limit": "5"}
    assert outcome["request"]["headers"] == {}


def test_a_token_that_expired_is_renewed(page: TestClient, cloud: Cloud) -> None:
    cloud.token_seconds = 1  # within the leeway of the client
    sign_in(page)
    cloud.token_seconds = 3600
    for _ in range(2):
        assert call(page, "getLink")[0] == 200
    assert [each["grant_type"] for each in cloud.token_requests] == [
        "authorization_code",
        "refresh_token",
    ]
    assert {each["authorization"] for each in cloud.calls} == {"Bearer access-token-2"}


def test_signing_out_forgets_the_token(page: TestClient, cloud: Cloud) -> None:
    sign_in(page)
    assert page.post("/ui/chatgpt/sign-out", headers=ORIGIN).status_code == 200
    assert "Nobody is signed in" in page.get("/chatgpt").text
    call(page, "getLink")
    assert cloud.calls[0]["authorization"] is None


def test_only_the_page_itself_may_call(page: TestClient, cloud: Cloud) -> None:
    sign_in(page)
    for headers in ({}, {"origin": "http://evil.example"}, {"origin": "http://127.0.0.1:8600"}):
        for path in ("call", "sign-out"):
            response = page.post(f"/ui/chatgpt/{path}", json={}, headers=headers)
            assert response.status_code == 403
    assert cloud.calls == []


def test_what_cannot_be_called_is_refused(page: TestClient, cloud: Cloud) -> None:
    assert call(page, "nonsense") == (404, {"error": "The API has no operation nonsense."})
    missing = {"error": "operation_id is part of the address: it must be given."}
    assert call(page, "getOperation", operation_id="") == (400, missing)
    assert cloud.calls == []


def test_an_answer_may_be_empty(page: TestClient, cloud: Cloud) -> None:
    cloud.answer = (500, "")
    _, outcome = call(page, "getLink")
    assert (outcome["status"], outcome["answer"]) == (500, "")


def test_an_answer_that_chatgpt_would_not_take_is_marked(page: TestClient, cloud: Cloud) -> None:
    cloud.answer = (200, {"text": "a" * 100_000})
    assert call(page, "getLink")[1]["too_long"]


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


def test_an_api_that_is_gone_is_told(page: TestClient, tmp_path: Path, cloud: Cloud) -> None:
    gone = cloud.description | {"api_url": "http://127.0.0.1:1"}
    (tmp_path / "stack.json").write_text(json.dumps(gone))
    assert call(page, "getLink") == (502, {"error": "The API did not answer: DocumentError."})
