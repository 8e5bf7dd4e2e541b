"""A deployment for the pages to look at: the API and Cognito's token endpoint, in this process."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulator.listening import quiet_config
from tests.unit.simulator.serving import serving

ROOT = Path(__file__).parents[3]
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
CODE = "the-code"
EMAIL = "hanako@example.com"


def id_token(**claims: str) -> str:
    """A token with these claims, which nobody has signed."""
    encoded = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"header.{encoded}.signature"


class Cloud:
    """Answers `answer` to every call of the API, and remembers what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.answer: tuple[int, Any] = (200, {})
        self.document: Any = DOCUMENT
        self.calls: list[dict[str, Any]] = []
        self.token_requests: list[dict[str, str]] = []
        self.token_seconds = 3600
        self.files: dict[str, str] = {}

    @property
    def description(self) -> dict[str, Any]:
        """What stack.json says of it."""
        return {
            "api_url": self.url,
            "aws_endpoint_url": self.url,
            "person": {"email": EMAIL, "password": "correct-Horse-7-battery"},
            "region": "ap-northeast-1",
            "simulator_url": "http://127.0.0.1:8600",
            "terraform_outputs": {
                "chatgpt": {
                    "authorization_url": f"{self.url}/oauth2/authorize",
                    "client_id": "client-id",
                    "client_secret": "client-secret",
                    "scope": "openid email",
                    "token_url": f"{self.url}/oauth2/token",
                }
            },
        }

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(self.document)

    async def token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        self.token_requests.append(form)
        if form["grant_type"] == "authorization_code" and form["code"] != CODE:
            return JSONResponse({"error": "invalid_grant"}, 400)
        number = len(self.token_requests)
        token = {"access_token": f"access-token-{number}", "token_type": "Bearer"}
        more = {"expires_in": self.token_seconds, "id_token": id_token(email=EMAIL)}
        return JSONResponse({**token, **more, "refresh_token": "refresh-token"})

    async def file(self, request: Request) -> Response:
        return PlainTextResponse(self.files[request.path_params["name"]])

    async def act(self, request: Request) -> Response:
        self.calls.append(
            {
                "method": request.method,
                "path": request.url.path,
                "query": dict(request.query_params),
                "body": json.loads(await request.body() or "null"),
                "authorization": request.headers.get("authorization"),
            }
        )
        status, answer = self.answer
        return PlainTextResponse(answer, status) if answer == "" else JSONResponse(answer, status)


@contextmanager
def running(cloud: Cloud) -> Iterator[None]:
    """Serve it on a port of its own."""
    methods = ["GET", "POST", "DELETE"]
    app = Starlette(
        routes=[
            Route("/openapi.json", cloud.openapi),
            Route("/oauth2/token", cloud.token, methods=["POST"]),
            Route("/exports/{name}", cloud.file),
            Route("/{path:path}", cloud.act, methods=methods),
        ]
    )
    with serving(uvicorn.Server(quiet_config(app))) as port:
        cloud.url = f"http://127.0.0.1:{port}"
        yield
