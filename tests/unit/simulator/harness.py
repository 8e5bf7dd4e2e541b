"""What the simulator's own tests stand on: a clock of their own, and a bot that takes webhooks."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from starlette.testclient import TestClient

from simulator.state import Simulator

TOKEN = "channel-access-token"
SECRET = "channel-secret"
SHOP_TOKEN = "shop-access-token"
SHOP_SECRET = "shop-secret"
KEY = "sk-key"
NOW = 1_790_000_000.0
ALICE = "Udabd1db8d35ab13106274f61f1bf9778"
LINE = {"authorization": f"Bearer {TOKEN}"}
MODEL = "gpt-6.1-terra"
OPENAI = {"authorization": f"Bearer {KEY}"}

Json = dict[str, Any]
Webhook = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Clock:
    """Seconds since the epoch; moves only when told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


class Bot:
    """The other end of the webhook: remembers what arrives and answers 200, or as `act` says."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.act: Webhook | None = None

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return await self.act(request) if self.act else httpx.Response(200, text="OK")

    @property
    def last_body(self) -> Any:
        return json.loads(self.requests[-1].content)


class Stand:
    """The application under test, its clock and its bot."""

    def __init__(self, client: TestClient, simulator: Simulator, clock: Clock, bot: Bot) -> None:
        self.client = client
        self.simulator = simulator
        self.clock = clock
        self.bot = bot

    def line(self, path: str, body: Json, **headers: str) -> tuple[int, Json]:
        """POST to LINE: the status and the body of the answer."""
        response = self.client.post(f"/v2/bot{path}", json=body, headers=LINE | headers)
        return response.status_code, response.json()

    def control(self, path: str, body: Json) -> tuple[int, Json]:
        """POST to the control API."""
        response = self.client.post(f"/control{path}", json=body)
        return response.status_code, response.json()

    def send(self, *events: Json) -> list[Json]:
        """Send a webhook; the completed events."""
        status, answer = self.control("/webhooks", {"events": list(events)})
        assert status == 200, answer
        return list(answer["events"])

    def hear(self, text: str = "hello", **more: Any) -> Json:
        """A text from Alice; the completed event."""
        source = {"userId": "alice"}
        message = {"text": text}
        return self.send({"type": "message", "source": source, "message": message, **more})[0]

    def shown(self, chat_id: str = ALICE) -> list[Json]:
        """The bubbles of a chat, whole."""
        messages: list[Json] = self.client.get(f"/control/chats/{chat_id}").json()["messages"]
        return messages

    def chat(self, chat_id: str = ALICE) -> list[tuple[str, str, str]]:
        """What the chat shows: who, what, by which way."""
        return [(each["from"], each["text"], each["by"]) for each in self.shown(chat_id)]

    def get(self, path: str) -> tuple[int, Json]:
        """GET from LINE: the status and the body of the answer."""
        response = self.client.get(f"/v2/bot{path}", headers=LINE)
        return response.status_code, response.json()

    def answer(self, *said: str, push: bool = False, **more: Any) -> None:
        """Let the bot answer each webhook before it acknowledges it; `more` is on each message."""

        async def act(request: httpx.Request) -> httpx.Response:
            event = json.loads(request.content)["events"][0]
            transport = httpx.ASGITransport(self.client.app)
            url = "http://127.0.0.1"
            async with httpx.AsyncClient(transport=transport, base_url=url) as client:
                if push:
                    path, recipient = "/push", {"to": event["source"]["userId"]}
                else:
                    path, recipient = "/reply", {"replyToken": event["replyToken"]}
                body = recipient | {"messages": [each | more for each in texts(*said)]}
                await client.post(f"/v2/bot/message{path}", json=body, headers=LINE)
            return httpx.Response(200)

        self.bot.act = act


def texts(*said: str) -> list[Json]:
    """Message objects."""
    return [{"type": "text", "text": text} for text in said]


def errors(*details: tuple[str, str]) -> tuple[int, Json]:
    """LINE's answer that lists (message, property) pairs."""
    listed = [{"message": message, "property": name} for message, name in details]
    return 400, {"message": f"The request body has {len(listed)} error(s)", "details": listed}


def invalid(name: str) -> tuple[int, Json]:
    """LINE's answer to a property of a wrong type or format."""
    message = f"The property, '{name}', in the request body is invalid (line: -, column: -)"
    return 400, {"message": message}


def said(*turns: tuple[str, str]) -> list[Json]:
    """The input of a model: (role, content) pairs."""
    return [{"role": role, "content": content} for role, content in turns]


def ask(stand: Stand, **body: object) -> tuple[int, Json]:
    """POST /v1/responses: the status and the body of the answer."""
    whole = {"model": MODEL, "input": "hello", "store": False} | body
    response = stand.client.post("/v1/responses", json=whole, headers=OPENAI)
    return response.status_code, response.json()
