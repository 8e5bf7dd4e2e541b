"""Whose request it is, as the authorizer's claims have it."""

from typing import Any

import pytest

from chatgpt.sign_in.caller import Caller, NotSignedInError, account_of, caller_of
from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import HANAKO, answer_to, problem

ROUTES = [
    ("POST", "/my_route"),
    ("GET", "/link"),
    ("POST", "/link"),
    ("DELETE", "/link"),
    ("GET", "/conversation/messages"),
    ("POST", "/conversation/messages"),
    ("GET", "/conversation/overview"),
    ("POST", "/conversation/exports"),
    ("GET", "/operations/0c4be3a5-54a0-4f0e-8a0f-5a3d9a1c7d6e"),
]
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/link"): {"code": "ABCDE-FGHJK"},
    ("POST", "/conversation/messages"): {"text": "Hi", "request_id": "1"},
    ("POST", "/conversation/exports"): {"format": "csv"},
}
NOT_SIGNED_IN = problem(401, "not_signed_in", "Ask the user to sign in.")


def with_claims(event: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same event with other claims; None takes one away."""
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"] | changes
    kept = {name: value for name, value in claims.items() if value is not None}
    event["requestContext"]["authorizer"]["jwt"]["claims"] = kept
    return event


def test_the_caller_is_the_tokens_subject() -> None:
    event = http_request("GET", "/link")
    assert caller_of(event) == Caller(HANAKO, f"token-of-{HANAKO}")
    event["headers"] = {"Authorization": "the-token-alone"}
    assert caller_of(event) == Caller(HANAKO, "the-token-alone")


@pytest.mark.parametrize("use", [None, "id", "refresh", "", "Access", 1, ["access"]])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_only_an_access_token_opens_a_route(method: str, path: str, use: Any) -> None:
    event = with_claims(http_request(method, path, BODIES.get((method, path))), token_use=use)
    assert answer_to(event) == NOT_SIGNED_IN


@pytest.mark.parametrize(("method", "path"), [*BODIES, ROUTES[-1]])
def test_nobody_else_hears_what_is_wrong_with_a_request(method: str, path: str) -> None:
    odd = path.replace("0c4be3a5", "odd")
    assert answer_to(http_request(method, odd, {}))["statusCode"] == 422
    event = with_claims(http_request(method, odd, {}), token_use="refresh")
    assert answer_to(event) == NOT_SIGNED_IN


@pytest.mark.parametrize("subject", [None, "", 7])
def test_a_token_without_a_subject_is_nobodys(subject: Any) -> None:
    event = with_claims(http_request("GET", "/link"), sub=subject)
    with pytest.raises(NotSignedInError):
        caller_of(event)


@pytest.mark.parametrize(
    "context", [{}, {"authorizer": None}, {"authorizer": {"jwt": None}}, {"authorizer": "x"}]
)
def test_without_an_authorizer_nobody_has_signed_in(context: dict[str, Any]) -> None:
    event = http_request("GET", "/link") | {"requestContext": context}
    with pytest.raises(NotSignedInError):
        caller_of(event)
    assert account_of(event) is None


def test_the_token_is_in_no_description() -> None:
    assert "token-of" not in repr(caller_of(http_request("GET", "/link")))
