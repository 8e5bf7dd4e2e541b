"""ChatGPT's side of the deployed stack: a real OAuth client, a person who signs in, and calls."""

import base64
import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx
from authlib.integrations.httpx_client import OAuth2Client

from simulator.stack import Stack

PASSWORD = "correct-Horse-7-battery"
ANSWER_SECONDS = 45
LONGEST_RESPONSE = 100_000
"""In characters. Both: https://platform.openai.com/docs/actions/production"""


class ChatGptError(Exception):
    """ChatGPT would not get on: the message says where and why."""


class Form(HTMLParser):
    """The form of a page: where it goes, and its fields with what is in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self.action = attributes.get("action") or ""
        elif tag == "input" and (name := attributes.get("name")):
            self.fields[name] = attributes.get("value") or ""


class ChatGpt:
    """An action set up with what `make chatgpt` prints, used by one person.

    `name` is also what they are called on LINE.
    """

    def __init__(self, stack: Stack, name: str) -> None:
        outputs = stack.description["terraform_outputs"]
        self.name = name
        self.email = f"{name}@example.com"
        self.form: dict[str, str] = outputs["chatgpt"]
        self.api: str = stack.description["api_url"]
        self.authorization_url = self.form["authorization_url"]
        self.token_url = self.form["token_url"]
        self.redirect_uri = f"{self.api}/oauth2/callback"
        self.oauth = self.client(self.form["scope"])
        self.token: dict[str, Any] = {}

    def client(self, scope: str) -> OAuth2Client:
        """An OAuth client as ChatGPT is one: secret in the body, no PKCE."""
        return OAuth2Client(
            self.form["client_id"],
            self.form["client_secret"],
            scope=scope,
            redirect_uri=self.redirect_uri,
            token_endpoint_auth_method="client_secret_post",  # noqa: S106 (the name of a method)
            timeout=ANSWER_SECONDS,
            trust_env=False,
        )

    def sign_in(self, scope: str | None = None) -> dict[str, Any]:
        """The whole code flow, as a browser and ChatGPT go through it. Returns the tokens."""
        if scope:
            self.oauth = self.client(scope)
        callback = self.authorize()
        self.token = self.oauth.fetch_token(
            self.token_url, authorization_response=callback, state=self.state
        )
        if "access_token" not in self.token:
            raise ChatGptError(f"There is no token in {self.token}.")
        return self.token

    def client_flow(self) -> None:
        """Sign in anew, with a client that remembers nothing."""
        self.sign_in(self.form["scope"])

    def subject(self) -> str:
        """Who Cognito says the person is, as the access token has it."""
        _, claims, _ = self.token["access_token"].split(".")
        padded = claims + "=" * (-len(claims) % 4)
        return str(json.loads(base64.urlsafe_b64decode(padded))["sub"])

    def authorize(self) -> str:
        """From ChatGPT to the sign-in page and back: the address with the code."""
        url, self.state = self.oauth.create_authorization_url(self.authorization_url)
        return signed_in(url, self.email)

    def call(
        self, method: str, path: str, body: Any = None, token: str | None = None, **query: Any
    ) -> tuple[int, Any]:
        """Call the API with the access token, or with another. Returns status and JSON."""
        bearer = self.token.get("access_token") if token is None else token
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        response = httpx.request(
            method,
            self.api + path,
            json=body,
            params=query,
            headers=headers,
            timeout=ANSWER_SECONDS,
            trust_env=False,
        )
        if len(response.text) >= LONGEST_RESPONSE:
            raise ChatGptError(f"{path} sent more characters than ChatGPT takes.")
        return response.status_code, response.json()


def signed_in(url: str, email: str) -> str:
    """From where a client sends the browser, over Cognito's page, back: the address with the code.

    Raises `ChatGptError` where the way ends.
    """
    with httpx.Client(trust_env=False, timeout=ANSWER_SECONDS) as browser:
        redirect = browser.get(url)
        _expect_redirect(redirect)
        page_url = redirect.headers["location"]
        form = Form(browser.get(page_url).text)
        answer = browser.post(
            urljoin(page_url, form.action),
            data={**form.fields, "username": email, "password": PASSWORD},
        )
    _expect_redirect(answer)
    return str(answer.headers["location"])


def _expect_redirect(response: httpx.Response) -> None:
    if response.status_code != 302:
        raise ChatGptError(f"{response.url.path} answered {response.status_code}: no redirect.")
