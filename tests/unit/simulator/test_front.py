"""The front of the deployed API: what goes in and comes out is what it was."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from simulator.front import HEALTH, create_front, create_server, deployed_api
from simulator.listening import quiet_config
from tests.unit.simulator.serving import serving

API = "a1b2c3"


class Emulator:
    """Remembers each request as it came, and answers with `answer`."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answer = Response("ok")
        self.apis: list[dict[str, str]] = [{"apiId": API}]
        self.app = Starlette(
            routes=[
                Route("/v2/apis", self._list),
                Route("/{path:path}", self._act, methods=["GET", "HEAD", "POST", "DELETE"]),
            ]
        )

    async def _list(self, _: Request) -> Response:
        return JSONResponse({"items": self.apis})

    async def _act(self, request: Request) -> Response:
        target = request.scope["raw_path"]
        if query := request.scope["query_string"]:
            target += b"?" + query
        self.requests.append(
            {
                "method": request.method,
                "target": target.decode(),
                "headers": [(name.decode(), value.decode()) for name, value in request.headers.raw],
                "body": await request.body(),
            }
        )
        return self.answer


def plain(app: ASGIApp) -> uvicorn.Server:
    return uvicorn.Server(quiet_config(app, date_header=False))


@pytest.fixture
def emulator() -> Emulator:
    return Emulator()


@pytest.fixture
def aws_url(emulator: Emulator) -> Iterator[str]:
    with serving(plain(emulator.app)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def front(aws_url: str) -> Iterator[httpx.Client]:
    """A client of a front that knows the API, by the name that clients use."""
    with (
        serving(create_server(create_front(aws_url, lambda: API))) as port,
        httpx.Client(base_url=f"http://localhost:{port}", trust_env=False) as client,
    ):
        yield client


def test_a_request_arrives_as_it_was_sent(front: httpx.Client, emulator: Emulator) -> None:
    target = b"/a%2Fb//c/./%e4%bc%9a?q=a+b%20c&q=&%5B&x=%2f"
    headers = [
        ("authorization", "Bearer one"),
        ("x-many", "1"),
        ("x-many", "2"),
        ("cookie", "a=1; b=2"),
        ("te", "trailers"),
        ("x-mine", "not to be passed on"),
        ("connection", "X-Mine, keep-alive"),
    ]
    body = b'{"\xff": \x00}'
    request = httpx.Request(
        "POST", front.base_url, headers=headers, content=body, extensions={"target": target}
    )
    assert front.send(request).status_code == 200
    (arrived,) = emulator.requests
    arrived["headers"] = [each for each in arrived["headers"] if each[0] != "host"]
    assert arrived == {
        "method": "POST",
        "target": f"/_aws/execute-api/{API}/$default{target.decode()}",
        "headers": [*headers[:4], ("content-length", str(len(body)))],
        "body": body,
    }


def test_an_answer_comes_back_as_it_was_given(front: httpx.Client, emulator: Emulator) -> None:
    compressed = b"not what it says, and nobody looks"
    emulator.answer = Response(compressed, 418)
    emulator.answer.raw_headers += [
        (b"set-cookie", b"a=1; Path=/"),
        (b"set-cookie", b"b=2; HttpOnly"),
        (b"content-encoding", b"gzip"),
        (b"keep-alive", b"timeout=5"),
    ]
    with front.stream("DELETE", "/link") as answer:
        body = b"".join(answer.iter_raw())
    assert (answer.status_code, body) == (418, compressed)
    assert answer.headers.multi_items() == [
        ("content-length", str(len(compressed))),
        ("set-cookie", "a=1; Path=/"),
        ("set-cookie", "b=2; HttpOnly"),
        ("content-encoding", "gzip"),
    ]


def test_a_redirect_is_not_followed(front: httpx.Client, emulator: Emulator) -> None:
    emulator.answer = Response(status_code=302, headers={"location": "https://example.com/?a=%20"})
    answer = front.get("/oauth2/authorize")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://example.com/?a=%20")
    assert len(emulator.requests) == 1


def test_an_answer_without_a_body(front: httpx.Client, emulator: Emulator) -> None:
    emulator.answer = Response("four", headers={"x-is": "head"})
    answer = front.head("/")
    assert (answer.content, answer.headers["x-is"]) == (b"", "head")
    assert answer.headers["content-length"] == "4"
    emulator.answer = Response(status_code=204)
    assert front.get("/").status_code == 204


def test_cookies_are_the_clients_own(front: httpx.Client, emulator: Emulator) -> None:
    emulator.answer = Response(headers={"set-cookie": "a=1"})
    for _ in range(2):
        front.cookies.clear()
        front.get("/")
    assert "cookie" not in dict(emulator.requests[1]["headers"])


def test_until_there_is_an_api_it_says_so(aws_url: str, emulator: Emulator) -> None:
    found: list[str] = []
    app = create_front(aws_url, lambda: found[0] if found else None)
    with serving(create_server(app)) as port:
        url = f"http://localhost:{port}/mcp"
        early = httpx.get(url, trust_env=False)
        sentence = "No API is deployed yet. Try again in a minute."
        assert (early.status_code, early.json()) == (503, {"message": sentence})
        found.append(API)
        assert httpx.get(url, trust_env=False).text == "ok"
    assert len(emulator.requests) == 1


def test_an_emulator_that_is_gone_is_told() -> None:
    app = create_front("http://127.0.0.1:1", lambda: API)
    with serving(create_server(app)) as port:
        answer = httpx.get(f"http://localhost:{port}/", trust_env=False)
    sentence = "The emulated AWS did not answer: ConnectError."
    assert (answer.status_code, answer.json()) == (502, {"message": sentence})


def test_its_health_and_names_are_its_own(front: httpx.Client, emulator: Emulator) -> None:
    assert front.get(HEALTH).json() == {"status": "ok"}
    assert front.get("/", headers={"host": "evil.example"}).status_code == 400
    assert emulator.requests == []


def test_the_api_is_found_at_the_emulator(aws_url: str, emulator: Emulator) -> None:
    assert deployed_api(aws_url, "ap-northeast-1") == API
    emulator.apis = []
    assert deployed_api(aws_url, "ap-northeast-1") is None
    assert deployed_api("http://127.0.0.1:1", "ap-northeast-1") is None
