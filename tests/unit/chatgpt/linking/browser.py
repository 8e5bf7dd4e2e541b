"""A browser that links: it keeps cookies, fills in forms and signs in on a stand-in's page."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from kaiwa.sign_in import Client, SignIn, SignInRefusedError
from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import HANAKO, FakeSignIn, answer_to
from tests.unit.chatgpt.plugin.pool import Pool

type Answer = dict[str, Any]

COOKIE = "__Host-kaiwa-link"
API_URL = "https://api.example.com"
CLIENT = Client("our-pages", f"{API_URL}/connect/callback")


@dataclass(kw_only=True)
class FakeCognito(FakeSignIn):
    """Cognito with its page to sign in on, and codes that work once, with their verifier. Like the
    real one it tells the address for a token of any of its clients.
    """

    pool: Pool
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Code → the challenge and the access token."""
    claims: dict[str, Any] = field(default_factory=dict)
    """What its access tokens say besides."""

    def __post_init__(self) -> None:
        SignIn.__init__(self, "https://sign-in.example.com")

    def signed_in(self, url: str, account: str) -> str:
        """Somebody signs in at the address. The query with which the browser is sent back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert (query["client_id"], query["redirect_uri"]) == (
            CLIENT.client_id,
            CLIENT.redirect_uri,
        )
        code, token = secrets.token_urlsafe(8), self.given(account)
        self.codes[code] = (query["code_challenge"], token)
        return urlencode({"code": code, "state": query["state"]})

    def access_token(self, client: Client, code: str, verifier: str) -> str:
        if self.failure:
            raise self.failure
        challenge, token = self.codes.pop(code, ("", ""))
        digest = hashlib.sha256(verifier.encode()).digest()
        if client != CLIENT or base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
            raise SignInRefusedError
        return token

    def given(self, account: str, **changes: Any) -> str:
        """An access token as it is given to the pages."""
        own = {"client_id": CLIENT.client_id, "scope": "openid email"}
        return self.pool.token(account, **own | self.claims | changes)

    def masked_address(self, access_token: str) -> str:
        if not access_token.startswith("token-of-"):
            claims = jwt.decode(access_token, options={"verify_signature": False})
            access_token = f"token-of-{claims['sub']}"
        return super().masked_address(access_token)


@dataclass
class Browser:
    """One browser with its cookies, and what was said between it and the API."""

    cognito: FakeCognito
    language: str = "en-GB,en;q=0.9"
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def get(self, path: str, raw_query: str = "") -> Answer:
        """Open a page."""
        self.queries.append(raw_query)
        return self._ask(http_request("GET", path, raw_query=raw_query, account=None))

    def post(self, path: str, form: dict[str, str] | str, **headers: str) -> Answer:
        """Send a form, which API Gateway takes for binary. A lone `\\udcff` stands for the byte."""
        sent = form if isinstance(form, str) else urlencode(form)
        body = base64.b64encode(sent.encode(errors="surrogateescape")).decode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {"content-type": "application/x-www-form-urlencoded"}
        event = http_request("POST", path, body, account=None, isBase64Encoded=True)
        return self._ask(event, **kind, **named)

    def begin(self, code: str) -> str:
        """Send the first page's form. Returns where one is sent to sign in."""
        answer = self.post("/connect", {"code": code}, sec_fetch_site="same-origin", origin="null")
        assert answer["statusCode"] == 303, answer
        location: str = answer["headers"]["Location"]
        return location

    def come_back(self, code: str, account: str = HANAKO) -> Answer:
        """Begin, sign in and come back: the page with the question."""
        return self.get("/connect/callback", self.cognito.signed_in(self.begin(code), account))

    def decide(self, question: Answer, answer: str = "link") -> Answer:
        """Press one of its buttons."""
        csrf_token = seen(question).fields["csrf_token"]
        return self.post("/connect/confirm", {"csrf_token": csrf_token, "answer": answer})

    def _ask(self, event: dict[str, Any], **headers: str) -> Answer:
        event["headers"] = {"host": "api.example.com", "accept-language": self.language} | headers
        if self.cookies:
            event["cookies"] = [f"{name}={value}" for name, value in self.cookies.items()]
        answer = answer_to(event)
        self.answers.append(answer)
        for cookie in answer["cookies"]:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer


@dataclass
class Seen(HTMLParser):
    """A page: its visible words, piece by piece, its fields and buttons, its style and script."""

    words: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)
    inline: dict[str, str] = field(default_factory=dict)
    language: str = ""
    inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.inside = tag
        if tag == "html":
            self.language = found["lang"]
        elif tag == "input":
            self.fields[found["name"]] = found.get("value", "")
        elif tag == "button":
            self.buttons.append((found.get("name", ""), found.get("value", "")))
        elif tag == "form":
            self.forms.append((found["method"], found["action"]))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in {"style", "script"}:
            self.inline[self.inside] = data
        elif data.strip():
            self.words.append(data.strip())


def seen(answer: Answer) -> Seen:
    """What the page shows. Its title is also its heading."""
    page = Seen()
    page.feed(answer["body"])
    assert page.words.pop(0) == f"{page.words[0]} - Kaiwa"
    return page
