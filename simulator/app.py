"""The application: the pages at /, LINE at /v2/bot, OpenAI at /v1, the control API at /control."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from simulator import control
from simulator.line import api as line
from simulator.line import channel_api as channel
from simulator.openai import api as openai
from simulator.state import Simulator
from simulator.web import routes as web

# A web page can point a name of its own at 127.0.0.1; its requests then carry that name.
HOSTS = ["127.0.0.1", "localhost"]


def create_app(
    simulator: Simulator, *, transport: httpx.AsyncBaseTransport | None = None
) -> Starlette:
    """The stand-ins over `simulator`. Tests may give a `transport` that takes the webhooks."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # Proxies of the environment are not for loopback.
        async with httpx.AsyncClient(transport=transport, trust_env=False) as http:
            for channel in simulator.channels.values():
                channel.http = http
            yield

    app = Starlette(
        routes=[*web.ROUTES, *channel.ROUTES, *line.ROUTES, *openai.ROUTES, *control.ROUTES],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        lifespan=lifespan,
    )
    app.state.simulator = simulator
    return app
