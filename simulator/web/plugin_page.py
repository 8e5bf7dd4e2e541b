"""ChatGPT's side, the plugin: connect to the MCP server step by step, then call its tools."""

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.addresses import plugin_callback_url
from simulator.control_input import ControlError, only, optional, read, required
from simulator.exchange import Answer, simulator_of
from simulator.web import sessions
from simulator.web.browsers import Browser
from simulator.web.chatgpt_client import email_of
from simulator.web.forms import Json
from simulator.web.page import endpoint, render
from simulator.web.plugin_client import AnswerError, Server, first_message
from simulator.web.plugin_sign_in import ConnectError, Connection, connect, fetch_token
from simulator.web.sessions import deployed
from simulator.web.tools import Tool

HOME = "/chatgpt/plugin"
SESSION = sessions.PLUGIN
PROBLEMS = (
    *("challenge", "elsewhere", "ended", "handshake", "refused", "register", "resource", "secret"),
    *("server", "state", "token", "tools", "unreachable"),
)
"""What can go wrong on the way here; the page has a sentence for each."""
VIEW_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;"
    " media-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
    " sandbox allow-scripts"
)
"""A tool's page runs its own scripts, but reaches neither the network nor this server.
https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
"""


async def show(request: Request) -> Response:
    """The person, the steps of the way in, the tools as forms, and what they answered."""
    if not sessions.is_at_home(request):
        return sessions.homeward(request)
    stack = deployed(request)
    if stack is None:
        return render(request, "waiting.html")
    problem = request.query_params.get("problem")
    browser = SESSION.browser(request)
    connection = browser.connection if browser else None
    steps = list(connection.recording.shown) if connection else []
    offered: list[Tool] = []
    if browser and browser.token and connection:
        server = Server(browser, connection)
        try:
            offered = await server.tools()
        except (AnswerError, httpx2.HTTPError):
            problem = "tools"
        except OAuthError:
            browser.token, problem = None, "ended"
        steps += server.recording.shown
    return render(
        request,
        "plugin.html",
        page="chatgpt",
        email=browser.email if browser and browser.token else None,
        instructions=connection.agreed.get("instructions") if connection else None,
        mcp_url=stack["terraform_outputs"]["plugin"]["mcp_url"],
        person=stack.get("person"),
        problem=problem if problem in PROBLEMS else None,
        signed_in=browser is not None and browser.token is not None,
        steps=steps,
        tools=offered,
    )


async def begin(request: Request) -> Response:
    """Find out where to sign in, and off to Cognito's page with a state that it must bring back."""
    stack = deployed(request)
    if stack is None or not sessions.is_at_home(request):
        return RedirectResponse(HOME)
    browser = simulator_of(request).browsers.new()
    browser.connection = Connection(
        stack["api_url"],
        stack["terraform_outputs"]["plugin"]["mcp_url"],
        plugin_callback_url(request.url.port or 80),
    )
    try:
        url, browser.state = await connect(browser.connection, first_message())
    except ConnectError as error:
        url = _problem(error)
    return SESSION.remember(request, RedirectResponse(url, 303), browser)


async def callback(request: Request) -> Response:
    """Back from Cognito's page, with a code to exchange for tokens."""
    browser, query = SESSION.browser(request), request.query_params
    if browser is None or browser.connection is None:
        return RedirectResponse(f"{HOME}?problem=state", 303)
    if not sessions.is_expected(browser, query.get("state")):
        return RedirectResponse(f"{HOME}?problem=state", 303)
    browsers = simulator_of(request).browsers
    browsers.forget(browser)
    # A key from before the sign-in, which somebody may have planted, does not become one for it.
    signed_in = browsers.new()
    signed_in.connection = browser.connection
    try:
        await _signed_in(signed_in, browser.connection, dict(query))
        address = HOME
    except ConnectError as error:
        address = _problem(error)
    return SESSION.remember(request, RedirectResponse(address, 303), signed_in)


async def sign_out(request: Request) -> Response:
    """Forget the tokens, and all that was found out."""
    return SESSION.forget(request, Answer({}))


async def call(request: Request) -> Response:
    """Call a tool with what was filled in: {tool, values}."""
    stack, browser = deployed(request), SESSION.browser(request)
    if stack is None:
        raise ControlError(503, "Nothing is deployed yet.")
    if browser is None or browser.connection is None or browser.token is None:
        raise ControlError(401, "Nobody is signed in.")
    given = await read(request)
    only(given, "tool", "values")
    name = required(given, "tool", "text")
    values: Json = optional(given, "values", "object", {})
    try:
        tool = await _tool(browser, browser.connection, name)
        return Answer(await Server(browser, browser.connection).call(stack, tool, values))
    except OAuthError as error:
        browser.token = None
        raise ControlError(401, f"The sign-in has ended: {error}") from error
    except (AnswerError, httpx2.HTTPError) as error:
        raise ControlError(502, f"The server did not answer: {error!r}.") from error


async def view(request: Request) -> Response:
    """The page of a tool, for a frame."""
    file = sessions.file_of(request)
    if file is None:
        raise ControlError(404, "There is no such page any more.")
    headers = {"content-security-policy": VIEW_POLICY, "referrer-policy": "no-referrer"}
    return Response(file.content, media_type=file.media_type, headers=headers)


async def _signed_in(browser: Browser, connection: Connection, brought: dict[str, str]) -> None:
    """Get the tokens, and shake hands. Raises `ConnectError`."""
    if "code" not in brought:
        raise ConnectError("refused")
    browser.token = await fetch_token(connection, brought)
    browser.email = email_of(browser.token)
    server = Server(browser, connection)
    try:
        await server.shake_hands()
    finally:
        connection.recording.shown += server.recording.shown


async def _tool(browser: Browser, connection: Connection, name: str) -> Tool:
    listed = connection.tools or await Server(browser, connection).tools()
    offered = {each.name: each for each in listed}
    if name not in offered:
        raise ControlError(404, f"The server has no tool {name}.")
    return offered[name]


def _problem(error: ConnectError) -> str:
    return f"{HOME}?problem={error}"


ROUTES: list[BaseRoute] = [
    Route(HOME, show),
    Route(f"{HOME}/connect", begin),
    Route(f"{HOME}/callback", callback),
    Route(f"/ui{HOME}/call", endpoint(call), methods=["POST"]),
    Route(f"/ui{HOME}/sign-out", endpoint(sign_out), methods=["POST"]),
    Route(f"/ui{HOME}/views/{{name}}", endpoint(view)),
]
