"""Who uses a tab of the page for ChatGPT's side: a cookie for each tab names the browser.

Cognito sends people back to localhost only, so the page lives there and not on 127.0.0.1.
"""

import hmac
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from simulator.exchange import simulator_of
from simulator.web.browsers import Browser, File
from simulator.web.deployment import Description, description
from simulator.web.page import is_ready, language_of

HOST = "localhost"


@dataclass(frozen=True)
class Session:
    """The browsers of one tab, by the name of its cookie."""

    name: str

    def browser(self, request: Request) -> Browser | None:
        """The browser that the request comes from, if it is known."""
        return simulator_of(request).browsers.find(request.cookies.get(self._cookie(request)))

    def remember(self, request: Request, response: Response, browser: Browser) -> Response:
        """Let the browser be known by its key from now on."""
        response.set_cookie(self._cookie(request), browser.key, httponly=True, samesite="lax")
        response.headers["cache-control"] = "no-store"
        return response

    def forget(self, request: Request, response: Response) -> Response:
        """Sign out."""
        if browser := self.browser(request):
            simulator_of(request).browsers.forget(browser)
        response.delete_cookie(self._cookie(request), httponly=True, samesite="lax")
        return response

    def _cookie(self, request: Request) -> str:
        """Ports share cookies, and simulators on other ports have browsers of their own."""
        return f"{self.name}_{request.url.port or 80}"


ACTION, PLUGIN = Session("chatgpt"), Session("plugin")


def file_of(request: Request) -> File | None:
    """The file of this name in the path, if an answer brought it to this browser."""
    found = [session.browser(request) for session in (ACTION, PLUGIN)]
    name = request.path_params["name"]
    return next((each.files[name] for each in found if each and name in each.files), None)


def deployed(request: Request) -> Description | None:
    """What is deployed, as soon as it can be used."""
    simulator = simulator_of(request)
    return description(simulator) if is_ready(simulator) else None


def is_at_home(request: Request) -> bool:
    """Whether Cognito can send people back to where the page was asked for."""
    return request.url.hostname == HOST


def homeward(request: Request) -> Response:
    """To the same page where it lives; a language is taken along, which is in a cookie here."""
    query = f"lang={language_of(request)}"
    return RedirectResponse(str(request.url.replace(hostname=HOST, query=query)))


def is_expected(browser: Browser | None, brought: str | None) -> bool:
    """Whether the browser comes from the sign-in that it was sent to."""
    if browser is None or not browser.state or not brought:
        return False
    return hmac.compare_digest(browser.state.encode(), brought.encode())
