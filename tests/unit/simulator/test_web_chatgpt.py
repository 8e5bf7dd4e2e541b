"""The page for ChatGPT's side: what it shows, and calling operations."""

import json
from pathlib import Path

from starlette.testclient import TestClient

from tests.unit.simulator.chatgpt_page import call, sign_in
from tests.unit.simulator.deployed import EMAIL, Cloud


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


def test_an_api_that_is_gone_is_told(page: TestClient, tmp_path: Path, cloud: Cloud) -> None:
    gone = cloud.description | {"api_url": "http://127.0.0.1:1"}
    (tmp_path / "stack.json").write_text(json.dumps(gone))
    assert call(page, "getLink") == (502, {"error": "The API did not answer: DocumentError."})
