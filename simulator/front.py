"""A front for the deployed API, at an address of its own: `python -m simulator.front --port 8601`.

The emulator serves an API by its Host name and by a path. By the name it answers /oauth2/… by
itself, whatever the API's routes are; and the path is no address for clients, whose well-known
documents are at the root. So this reverse proxy stands in front, as a CDN would on AWS: it hands
every request over to the path, and every answer back as it is.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial

import boto3
import httpx
import uvicorn
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.listening import HOST, claimed_socket, quiet_config

HEALTH = "/_front/health"
"""Is answered here: no route of the API begins with an underscore."""
NAMES = [HOST, "localhost"]
OF_ONE_CONNECTION = {
    *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization"),
    *(b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"),
}
"""Header fields that no proxy passes on. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1"""
QUICKLY = Config(connect_timeout=2, read_timeout=10, retries={"max_attempts": 1})

Headers = list[tuple[bytes, bytes]]


class Front:
    """The reverse proxy. `find_api` gives the API's id, and `None` as long as there is none."""

    def __init__(self, aws_url: str, find_api: Callable[[], str | None]) -> None:
        self._aws_url = aws_url
        self._find_api = find_api
        self._api_id: str | None = None
        # A connection that is kept may have been closed just now; proxies are not for loopback.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._aws = httpx.AsyncHTTPTransport(trust_env=False, limits=limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.url.path == HEALTH:
            return JSONResponse({"status": "ok"})
        self._api_id = self._api_id or await asyncio.to_thread(self._find_api)
        if self._api_id is None:
            return JSONResponse({"message": "No API is deployed yet. Try again in a minute."}, 503)
        try:
            answer = await self._aws.handle_async_request(await self._forwarded(request))
        except httpx.HTTPError as error:
            sentence = f"The emulated AWS did not answer: {type(error).__name__}."
            return JSONResponse({"message": sentence}, 502)
        response = StreamingResponse(_body(answer), answer.status_code)
        response.raw_headers = _passed_on(answer.headers.raw)
        return response

    async def _forwarded(self, request: Request) -> httpx.Request:
        path = f"/_aws/execute-api/{self._api_id}/$default".encode() + request.scope["raw_path"]
        query = request.scope["query_string"]
        return httpx.Request(
            request.method,
            self._aws_url,
            headers=[each for each in _passed_on(request.headers.raw) if each[0] != b"host"],
            content=await request.body(),
            # To the byte: an address would be put into a normal form.
            extensions={"target": path + b"?" + query if query else path},
        )


def _passed_on(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """What of the header fields is for the other end: in their order, also several of a name."""
    fields = [(name.lower(), value) for name, value in headers]
    named = {
        each.strip().lower()
        for name, value in fields
        if name == b"connection"
        for each in value.split(b",")
    }
    return [each for each in fields if each[0] not in OF_ONE_CONNECTION | named]


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The bytes as they come, compressed ones too."""
    try:
        async for part in answer.aiter_raw():
            yield part
    finally:
        await answer.aclose()


def deployed_api(aws_url: str, region: str) -> str | None:
    """The id of the one API of the emulator's; blocks for some milliseconds."""
    session = boto3.Session("test", "test", region_name=region)
    try:
        client = session.client("apigatewayv2", endpoint_url=aws_url, config=QUICKLY)
        apis = client.get_apis()["Items"]
    except (BotoCoreError, ClientError):
        return None  # it is just starting
    return apis[0]["ApiId"] if apis else None


def create_front(aws_url: str, find_api: Callable[[], str | None]) -> ASGIApp:
    """The application. A web page's own name that points here is refused, as by the pages."""
    return TrustedHostMiddleware(Front(aws_url, find_api), NAMES)


def create_server(front: ASGIApp) -> uvicorn.Server:
    """A server that adds nothing to the answers."""
    return uvicorn.Server(quiet_config(front, lifespan="off", date_header=False))


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m simulator.front", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--aws-url", required=True, help="where the emulator is")
    parser.add_argument("--region", required=True, help="where the API is deployed there")
    arguments = parser.parse_args()
    listener = claimed_socket(arguments.port)
    find_api = partial(deployed_api, arguments.aws_url, arguments.region)
    create_server(create_front(arguments.aws_url, find_api)).run(sockets=[listener])


if __name__ == "__main__":
    main()
