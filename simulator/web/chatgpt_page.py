"""ChatGPT's side, the action of a GPT: sign in on Cognito's page, then call what the API offers."""

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.addresses import callback_url
from simulator.control_input import ControlError, only, optional, read, required
from simulator.exchange import Answer, simulator_of
from simulator.web import chatgpt_client as client
from simulator.web import files, sessions
from simulator.web.page import endpoint, render
from simulator.web.sessions import deployed

SESSION = sessions.ACTION

PROBLEMS = ("document", "refused", "state", "token")
"""What can go wrong on the way here; the page has a sentence for each."""


async def show(request: Request) -> Response:
    """The person, the operations as forms, and what they answered."""
    if not sessions.is_at_home(request):
        return sessions.homeward(request)
    stack = deployed(request)
    if stack is None:
        return render(request, "waiting.html")
    problem = request.query_params.get("problem")
    browser = SESSION.browser(request)
    try:
        offered = await client.offered(stack, anew=True)
    except client.DocumentError:
        offered, problem = [], "document"
    return render(
        request,
        "chatgpt.html",
        operations=offered,
        email=browser.email if browser and browser.token else None,
        signed_in=browser is not None and browser.token is not None,
        person=stack.get("person"),
        problem=problem if problem in PROBLEMS else None,
    )


async def sign_in(request: Request) -> Response:
    """Off to Cognito's page, with a state that it must bring back."""
    stack = deployed(request)
    if stack is None or not sessions.is_at_home(request):
        return RedirectResponse("/chatgpt")
    browser = simulator_of(request).browsers.new()
    url, browser.state = await client.sign_in_address(stack, _redirect_uri(request))
    return SESSION.remember(request, RedirectResponse(url, 303), browser)


async def callback(request: Request) -> Response:
    """Back from Cognito's page, with a code to exchange for tokens."""
    stack, browser, query = deployed(request), SESSION.browser(request), request.query_params
    if stack is None:
        return RedirectResponse("/chatgpt")
    if browser is None or not sessions.is_expected(browser, query.get("state")):
        return RedirectResponse("/chatgpt?problem=state", 303)
    browsers = simulator_of(request).browsers
    browsers.forget(browser)
    if "code" not in query:
        return RedirectResponse("/chatgpt?problem=refused", 303)
    try:
        token = await client.fetch_token(stack, _redirect_uri(request), query["code"])
    except client.SignInError:
        return RedirectResponse("/chatgpt?problem=token", 303)
    # A key from before the sign-in, which somebody may have planted, does not become one for it.
    signed_in = browsers.new()
    signed_in.token, signed_in.email = token, client.email_of(token)
    return SESSION.remember(request, RedirectResponse("/chatgpt", 303), signed_in)


async def sign_out(request: Request) -> Response:
    """Forget the tokens."""
    return SESSION.forget(request, Answer({}))


async def call(request: Request) -> Response:
    """Call an operation with what was filled in: {operation, values}."""
    stack = deployed(request)
    if stack is None:
        raise ControlError(503, "Nothing is deployed yet.")
    given = await read(request)
    only(given, "operation", "values")
    name = required(given, "operation", "text")
    values = optional(given, "values", "object", {})
    browser = SESSION.browser(request)
    try:
        offered = {each.name: each for each in await client.offered(stack)}
        if name not in offered:
            raise ControlError(404, f"The API has no operation {name}.")
        return Answer(
            await client.call(stack, _redirect_uri(request), browser, offered[name], values)
        )
    except OAuthError as error:
        if browser:
            browser.token = None
        raise ControlError(401, f"The sign-in has ended: {error}") from error
    except (client.DocumentError, httpx2.HTTPError) as error:
        raise ControlError(502, f"The API did not answer: {type(error).__name__}.") from error


def _redirect_uri(request: Request) -> str:
    return callback_url(request.url.port or 80)


ROUTES: list[BaseRoute] = [
    Route("/chatgpt", show),
    Route("/chatgpt/sign-in", sign_in),
    Route("/chatgpt/callback", callback),
    Route("/ui/chatgpt/call", endpoint(call), methods=["POST"]),
    Route("/ui/chatgpt/sign-out", endpoint(sign_out), methods=["POST"]),
    Route("/ui/chatgpt/files/{name}", endpoint(files.download)),
]
