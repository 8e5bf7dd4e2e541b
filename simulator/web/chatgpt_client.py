"""What ChatGPT's servers do: the OAuth code flow, and calls of the API with the token."""

import base64
import json
import time
from typing import Any

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from simulator.bounded import Bounded
from simulator.web import chatgpt_files as files
from simulator.web.browsers import Browser
from simulator.web.deployment import Description
from simulator.web.exchanges import received, sent
from simulator.web.forms import Json
from simulator.web.openapi import Operation, operations

ANSWER_SECONDS = 45
LONGEST_ANSWER = 100_000
"""In characters. Both: https://platform.openai.com/docs/actions/production"""
SENT = ("authorization", "content-type")

_documents: Bounded[str, list[Operation]] = Bounded(4)
"""By their addresses: ChatGPT does not read the document before each call either."""


class SignInError(Exception):
    """Cognito gave no token."""


class DocumentError(Exception):
    """The API gave no OpenAPI document that can be read."""


def oauth_client(
    stack: Description, redirect_uri: str, token: dict[str, Any] | None = None
) -> AsyncOAuth2Client:
    """A client as ChatGPT is one: the secret in the body, no PKCE. It renews the token itself."""
    form = stack["terraform_outputs"]["chatgpt"]
    return AsyncOAuth2Client(
        form["client_id"],
        form["client_secret"],
        scope=form["scope"],
        redirect_uri=redirect_uri,
        token=token,
        token_endpoint=form["token_url"],
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 (the name of a method)
        timeout=ANSWER_SECONDS,
        trust_env=False,
    )


async def sign_in_address(stack: Description, redirect_uri: str) -> tuple[str, str]:
    """Where the browser goes to sign in, and the state that it must bring back."""
    form = stack["terraform_outputs"]["chatgpt"]
    async with oauth_client(stack, redirect_uri) as client:
        url, state = client.create_authorization_url(form["authorization_url"])
    return url, state


async def fetch_token(stack: Description, redirect_uri: str, code: str) -> dict[str, Any]:
    """The tokens for a code. Raises `SignInError` if there are none."""
    async with oauth_client(stack, redirect_uri) as client:
        try:
            token: dict[str, Any] = await client.fetch_token(
                client.metadata["token_endpoint"], grant_type="authorization_code", code=code
            )
        except (OAuthError, httpx2.HTTPError, ValueError) as error:
            raise SignInError(str(error)) from error
    if "access_token" not in token:
        raise SignInError("There is no token in the answer.")
    return token


def email_of(token: dict[str, Any]) -> str | None:
    """Whose token it is, by the claims beside it, which come from Cognito itself."""
    try:
        claims = token["id_token"].split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["email"])
    except (KeyError, IndexError, ValueError):
        return None


async def offered(stack: Description, *, anew: bool = False) -> list[Operation]:
    """What the deployed OpenAPI document offers; `anew` reads it again.

    Raises `DocumentError` if there is no such document to be had.
    """
    url = f"{stack['api_url']}/openapi.json"
    if anew or url not in _documents:
        try:
            async with httpx2.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
                response = await client.get(url)
            response.raise_for_status()
            _documents[url] = operations(response.json())
        except (httpx2.HTTPError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise DocumentError(f"{type(error).__name__}: {error}") from error
    return _documents[url]


async def call(
    stack: Description,
    redirect_uri: str,
    browser: Browser | None,
    operation: Operation,
    given: dict[str, Any],
) -> Json:
    """Call an operation, signed in or not. Returns what was sent, what came, and the files."""
    path, query, body = operation.request(given)
    token = browser.token if browser else None
    async with oauth_client(stack, redirect_uri, token) as client:
        started = time.perf_counter()
        response = await client.request(
            operation.method,
            stack["api_url"] + path,
            params=query,
            json=body,
            withhold_token=token is None,
        )
        milliseconds = round((time.perf_counter() - started) * 1000)
        if browser and token:
            browser.token = dict(client.token)  # it may have been renewed
    answer = received(response)
    shown = await files.keep(stack, browser, answer) if browser else []
    return {
        "request": sent(response.request, SENT, within=stack["api_url"]),
        "status": response.status_code,
        "reason": response.reason_phrase,
        "milliseconds": milliseconds,
        "too_long": len(response.text) >= LONGEST_ANSWER,
        "answer": files.without_contents(answer),
        "files": shown,
    }
