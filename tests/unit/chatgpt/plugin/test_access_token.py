"""Which tokens open `/mcp`, through the handler."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chatgpt import wiring
from tests.unit.chatgpt.harness import HANAKO
from tests.unit.chatgpt.plugin.client import CHALLENGE, Client, protocol_error
from tests.unit.chatgpt.plugin.keys import new_key
from tests.unit.chatgpt.plugin.pool import Pool

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SCOPES = "openid email profile kaiwa/read kaiwa/send"
NOT_VALID = "The token is not valid here."


def refused(reason: str) -> dict[str, Any]:
    told = f'Bearer error="invalid_token", error_description="{reason}", '
    challenge = told + CHALLENGE.format(scope=SCOPES)
    return protocol_error(401, -32600, reason, WWW_Authenticate=challenge)


def ping(pool: Pool, token: str) -> dict[str, Any]:
    return Client(pool, token=token).post(PING)


def encoded(value: Any) -> str:
    return raw(json.dumps(value))


def raw(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def test_an_access_token_of_the_plugins_client_opens_the_door(pool: Pool) -> None:
    assert ping(pool, pool.token(HANAKO))["statusCode"] == 200


@pytest.mark.parametrize("authorization", ["", "Basic aGk6aG8=", "Bearer", "Bearer ", "token"])
def test_without_a_token_the_way_to_one_is_told(pool: Pool, authorization: str) -> None:
    challenge = "Bearer " + CHALLENGE.format(scope=SCOPES)
    expected = protocol_error(401, -32600, "Sign in first.", WWW_Authenticate=challenge)
    assert Client(pool).post(PING, authorization=authorization) == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"token_use": "id"}, "The token is no access token."),
        ({"token_use": "refresh"}, "The token is no access token."),
        ({"client_id": "our-client"}, "The token was issued to another client."),
        ({"aud": "https://evil.example/mcp"}, "The token is for another resource."),
        ({"iss": "https://cognito.example.com/another"}, NOT_VALID),
        ({"exp": int(time.time()) - 1}, "The token has expired."),
        ({"nbf": int(time.time()) + 600}, NOT_VALID),
        *[({name: None}, NOT_VALID) for name in ("sub", "iss", "exp", "token_use", "client_id")],
        ({"x": "x" * 8000}, "The token is too long."),
    ],
)
def test_a_token_for_something_else_is_refused(
    pool: Pool, changes: dict[str, Any], reason: str
) -> None:
    assert ping(pool, pool.token(HANAKO, **changes)) == refused(reason)


def test_a_token_may_name_our_resource(pool: Pool) -> None:
    ours = "https://api.example.com/mcp"
    assert ping(pool, pool.token(HANAKO, aud=ours))["statusCode"] == 200
    assert ping(pool, pool.token(HANAKO, aud=[ours]))["statusCode"] == 200
    for audience in ([], [ours, "https://evil.example"], [1], "", {ours: ours}, 1, [[ours]]):
        expected = refused("The token is for another resource.")
        assert ping(pool, pool.token(HANAKO, aud=audience)) == expected


def test_it_must_where_the_pool_binds_resources(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASS_RESOURCE", "true")
    expected = refused("The token is for another resource.")
    assert ping(pool, pool.token(HANAKO)) == expected
    assert ping(pool, pool.token(HANAKO, aud="https://api.example.com/mcp"))["statusCode"] == 200


def test_forged_tokens_are_refused(pool: Pool) -> None:
    good = pool.token(HANAKO)
    claims = jwt.decode(good, options={"verify_signature": False})
    public = pool.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body, signature = good.split(".")
    named = {"alg": "HS256", "typ": "JWT", "kid": "key-1"}
    signed = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    unsigned = f"{encoded(named)}.{body}"
    digest = base64.urlsafe_b64encode(signed.sign(unsigned.encode(), public)).rstrip(b"=").decode()
    forged = [
        f"{encoded({'alg': 'none', 'kid': 'key-1'})}.{body}.",
        f"{unsigned}.{digest}",
        jwt.encode(claims, new_key(), "RS256", headers={"kid": "key-1"}),
        jwt.encode(claims, pool.key, "RS512", headers={"kid": "key-1"}),
        jwt.encode(claims, pool.key, "RS256"),
        f"{head}.{encoded(claims | {'sub': 'sub-taro'})}.{signature}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{body}",
        "nonsense",
        "a.b.c",
        "…",
    ]
    for token in forged:
        assert ping(pool, token) == refused(NOT_VALID), token


def test_tokens_that_cannot_even_be_read_are_refused(
    pool: Pool, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    """Anybody can send these, and nobody is to be woken by them: none is an error."""
    head, deep = encoded({"alg": "RS256", "kid": "key-1"}), raw("[" * 5000)
    odd = [
        f"{deep}.{head}.{head}",
        f"{head}.{deep}.{head}",
        f"{raw('9' * 5000)}.{head}.{head}",
        f"{head}.{raw('9' * 5000)}.{head}",
        f"{encoded({'alg': 'RS256', 'kid': ['key-1']})}.{head}.{head}",
        f"{head}.{head}.\ud800",
        "署名",
        "\x00..",
    ]
    assert [ping(pool, each) for each in odd] == [refused(NOT_VALID)] * len(odd)
    assert {line["level"] for line in log_lines()} == {"WARNING", "INFO"}


def test_the_keys_are_fetched_once(pool: Pool) -> None:
    for _ in range(3):
        assert ping(pool, pool.token(HANAKO))["statusCode"] == 200
    assert pool.fetched == 1


def test_a_new_key_is_found_and_made_up_ones_do_not_cost_a_fetch_each(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ping(pool, pool.token(HANAKO))
    pool.keys["key-2"] = pool.key
    for number in range(5):
        assert ping(pool, pool.token(HANAKO, key_id=f"made-up-{number}")) == refused(NOT_VALID)
    assert pool.fetched == 1
    minute = time.monotonic() + 61
    monkeypatch.setattr("jwt.jwks_client.time.monotonic", lambda: minute)
    assert ping(pool, pool.token(HANAKO, key_id="key-2"))["statusCode"] == 200
    assert pool.fetched == 2


@pytest.mark.parametrize(
    "answer", [(503, b""), (200, b"<html>"), (200, b'{"keys": []}'), (302, b"")]
)
def test_without_keys_nobody_is_let_in_or_sent_away(
    pool: Pool,
    answer: tuple[int, bytes],
    log_lines: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool.answer = answer
    token = pool.token(HANAKO)
    for _ in range(3):
        assert ping(pool, token) == protocol_error(503, -32600, "Call again in a minute.")
    assert [line["level"] for line in log_lines()] == ["ERROR", "INFO"] * 3
    assert pool.fetched == 1
    pool.answer = None
    later = time.monotonic() + 11
    monkeypatch.setattr("chatgpt.sign_in.access_token.time.monotonic", lambda: later)
    assert ping(pool, token)["statusCode"] == 200


def test_neither_token_nor_person_is_logged(
    pool: Pool, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    token = pool.token(HANAKO, token_use="id")
    ping(pool, token)
    ping(pool, pool.token(HANAKO))
    lines = log_lines()
    assert [line["message"] for line in lines] == [
        "A token was refused.",
        "Answered a request.",
        "Answered a request.",
    ]
    assert lines[1].get("account") is None
    assert len(lines[2]["account"]) == 32
    assert HANAKO not in str(lines)
    assert token.split(".")[1] not in str(lines)


def test_the_keys_address_is_read_when_it_is_needed(pool: Pool) -> None:
    assert wiring.access_tokens.cache_info().currsize == 0
    ping(pool, pool.token(HANAKO))
    assert wiring.access_tokens.cache_info().currsize == 1
