"""How the steps of linking in a browser are asked for and answered: forms, cookies and pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from chatgpt import wiring
from chatgpt.linking.flow import (
    ForgedError,
    Kept,
    MalformedCodeError,
    NotConfirmedError,
    OtherBrowserError,
    Returned,
    SignInCancelledError,
)
from chatgpt.linking.kept import kept_text, read_kept
from chatgpt.linking.pages import code_page, end_page, policy, question_page
from chatgpt.linking.words import words_for
from chatgpt.linking.words.text import Words
from chatgpt.web.visit import Visit, visit_of
from kaiwa.log import described, logger
from kaiwa.sign_in import SignInRefusedError, SignInUnavailableError
from kaiwa.table.accounts import (
    AlreadyLinkedError,
    ChangedMeanwhileError,
    TooManyTriesError,
    WrongCodeError,
)
from kaiwa.table.lifetimes import LINK_CODE
from kaiwa.table.transactions import TableBusyError

type Step = Callable[[Visit, Words], Response[str]]

COOKIE = "__Host-kaiwa-link"
"""No other host, and no page without TLS, can set a cookie of such a name.
https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3
"""


@dataclass(frozen=True)
class Refusal:
    """How a kind of error is shown. `ends`: what the browser has kept is of no use any more."""

    status: int
    sentence: Callable[[Words], str]
    ends: bool = True


UNEXPECTED = Refusal(500, lambda words: words.unexpected, ends=False)
BUSY = Refusal(409, lambda words: words.busy, ends=False)
REFUSALS: dict[type[Exception], Refusal] = {
    NotConfirmedError: Refusal(400, lambda words: words.not_confirmed, ends=False),
    # Another site can cause these two: it is not to end what somebody has begun.
    OtherBrowserError: Refusal(403, lambda words: words.other_browser, ends=False),
    ForgedError: Refusal(403, lambda words: words.forged, ends=False),
    SignInCancelledError: Refusal(403, lambda words: words.sign_in_cancelled),
    SignInRefusedError: Refusal(403, lambda words: words.sign_in_refused),
    WrongCodeError: Refusal(404, lambda words: words.wrong_code),
    AlreadyLinkedError: Refusal(409, lambda words: words.already_linked),
    ChangedMeanwhileError: BUSY,
    TableBusyError: BUSY,
    TooManyTriesError: Refusal(429, lambda words: words.too_many),
    SignInUnavailableError: Refusal(502, lambda words: words.unavailable, ends=False),
}


def answered(event: Mapping[str, Any], step: Step) -> Response[str]:
    """What the step answers to an HTTP API event, or a page that says why it does not."""
    visit = visit_of(event)
    words = words_for(visit.headers.get("accept-language", ""))
    try:
        return step(visit, words)
    except Exception as error:
        refusal = REFUSALS.get(type(error), UNEXPECTED)
        if refusal is UNEXPECTED:
            logger().error("A request could not be answered.", failure=described(error))
        html = end_page(words, words.refused, refusal.sentence(words))
        return _page(refusal.status, html, _forget() if refusal.ends else None)


def open_page(_: Visit, words: Words) -> Response[str]:
    """The page to begin on."""
    return _page(200, code_page(words))


def begin(visit: Visit, words: Words) -> Response[str]:
    """On to Cognito, with what the page was given."""
    if visit.is_from_elsewhere(wiring.settings().api_url):
        raise ForgedError
    typed = visit.form.get("code", "")
    try:
        kept, url = wiring.link_in_browser().begin(typed)
    except MalformedCodeError:
        return _page(400, code_page(words, typed, words.malformed_code))
    headers = {**_headers(), "Location": url}
    return Response(303, "text/plain", "", headers, cookies=[_keep(kept)])


def ask(visit: Visit, words: Words) -> Response[str]:
    """Back from Cognito: the question."""
    query = visit.query
    returned = Returned(query.get("state", ""), query.get("code", ""), query.get("error", ""))
    asked, question = wiring.link_in_browser().ask(_kept(visit), returned)
    return _page(200, question_page(words, question, asked.csrf_token), _keep(asked))


def decide(visit: Visit, words: Words) -> Response[str]:
    """What the answer to it leads to."""
    csrf_token, answer = visit.form.get("csrf_token", ""), visit.form.get("answer", "")
    if wiring.link_in_browser().decide(_kept(visit), csrf_token, answer):
        return _page(200, end_page(words, words.linked, words.linked_next), _forget())
    return _page(200, end_page(words, words.cancelled, words.cancelled_next), _forget())


def _page(status: int, html: str, cookie: Cookie | None = None) -> Response[str]:
    cookies = [cookie] if cookie else []
    return Response(status, "text/html; charset=utf-8", html, _headers(), cookies=cookies)


def _headers() -> dict[str, str | list[str]]:
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy(wiring.settings().sign_in_url),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _kept(visit: Visit) -> Kept | None:
    return read_kept(visit.cookies.get(COOKIE, ""))


def _keep(kept: Kept) -> Cookie:
    return _cookie(kept_text(kept), round(LINK_CODE.total_seconds()))


def _forget() -> Cookie:
    return _cookie("", 0)


def _cookie(value: str, seconds: int) -> Cookie:
    """Sent along when Cognito sends the browser back, but not with what other sites post."""
    return Cookie(
        COOKIE,
        value,
        path="/",
        secure=True,
        http_only=True,
        max_age=seconds,
        same_site=SameSite.LAX_MODE,
    )
