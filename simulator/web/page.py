"""What every page stands on: templates, the language, and what keeps other sites out."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from simulator.control_input import ControlError
from simulator.exchange import Answer, Handler, simulator_of
from simulator.line.webhooks import NoWebhookEndpointError
from simulator.state import Simulator

FOLDER = Path(__file__).parent
LANGUAGES = {"ja": "日本語", "en": "English"}
PAGES = {"line": "/", "chatgpt": "/chatgpt", "infrastructure": "/infrastructure"}
REMEMBERED_LANGUAGE = "lang"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " media-src 'self' blob:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none';"
    " base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}

_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


def render(
    request: Request,
    template: str,
    *,
    page: str | None = None,
    **context: Any,
) -> Response:
    """A page from `templates/`, with the words of `words/<language>/`.

    `page`: whose words and style it has, if not those of the template's name.
    """
    language = language_of(request)
    name = page or template.removesuffix(".html")
    html = _templates.get_template(template).render(
        **context,
        language=language,
        languages=LANGUAGES,
        page=name,
        pages=PAGES,
        path=request.url.path,
        words=words_of(language, name),
    )
    headers = {**HEADERS, "content-security-policy": POLICY, "referrer-policy": "no-referrer"}
    response = HTMLResponse(html, headers=headers)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(REMEMBERED_LANGUAGE, language, samesite="lax", httponly=True)
    return response


def language_of(request: Request) -> str:
    """What `?lang=` says, else what it said before, else the browser's preference, else English."""
    accepted = [
        each.split(";")[0].strip().split("-")[0].lower()
        for each in request.headers.get("accept-language", "").split(",")
    ]
    chosen = [request.query_params.get("lang"), request.cookies.get(REMEMBERED_LANGUAGE)]
    return next((str(each) for each in (*chosen, *accepted) if each in LANGUAGES), "en")


@cache
def words_of(language: str, page: str) -> dict[str, str]:
    """The words that all pages use, and those of one page."""
    folder = FOLDER / "words" / language
    words: dict[str, str] = {}
    for path in (folder / "base.json", folder / f"{page}.json"):
        if path.exists():
            words |= json.loads(path.read_text())
    return words


def is_ready(simulator: Simulator) -> bool:
    """Whether there is a bot to talk to: the webhook is set, and a stack that starts is up."""
    stack = simulator.stack
    return simulator.webhook_endpoint is not None and (stack is None or stack.exists())


def page(template: str, context: Callable[[Request], dict[str, Any]] = lambda _: {}) -> Handler:
    """A page that needs nothing but a running bot; until then it says so, and comes by itself.

    `context` is what it shows besides, if it raises no ValueError about the address.
    """

    async def handle(request: Request) -> Response:
        if not is_ready(simulator_of(request)):
            return render(request, "waiting.html")
        try:
            shown = context(request)
        except ValueError:
            return RedirectResponse(request.url.path)
        return render(request, template, **shown)

    return handle


def endpoint(act: Handler) -> Handler:
    """JSON for the pages' scripts. Errors are `{"error": "a sentence"}`, as of the control API.

    What changes something must come from a page of this very server: browsers tell the origin of
    such a request, and other sites could otherwise drive it unseen.
    """

    async def handle(request: Request) -> Response:
        origin = f"{request.url.scheme}://{request.headers.get('host')}"
        try:
            if request.method != "GET" and request.headers.get("origin") != origin:
                raise ControlError(403, "Only the simulator's own pages may call this.")
            response = await act(request)
        except NoWebhookEndpointError:
            response = Answer({"error": "No webhook URL is set yet."}, 409)
        except ControlError as error:
            response = Answer(error.body, error.status)
        except ValueError as error:
            response = Answer({"error": str(error)}, 400)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return handle


async def ready(request: Request) -> Response:
    """Whether a page that waits for the deployment can be loaded."""
    return Answer({"ready": is_ready(simulator_of(request))})


class Static(StaticFiles):
    """Scripts, styles and pictures; a browser asks each time whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        response.headers["x-content-type-options"] = "nosniff"
        return response
