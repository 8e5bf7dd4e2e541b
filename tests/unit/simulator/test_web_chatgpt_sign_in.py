"""The page for ChatGPT's side: signing in and out."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.unit.simulator.chatgpt_page import ORIGIN, begin, call, sign_in
from tests.unit.simulator.deployed import CODE, EMAIL, Cloud

REDIRECT = "http://localhost:8600/chatgpt/callback"


def problem_of(response: Any) -> str:
    assert response.status_code == 303
    return str(response.headers["location"])


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
    assert address.startswith(f"{cloud.url}/oauth2/authorize?")


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
