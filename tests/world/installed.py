"""Puts the explored world in the place of all that the product reaches."""

import asyncio
import os
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient

import kaiwa.link_code
import kaiwa.metrics
import kaiwa.times
from chatgpt import handler as http_handler
from chatgpt import wiring as chatgpt_wiring
from chatgpt.plugin import endpoint
from chatgpt.plugin.server import serve
from chatgpt.sign_in import access_token
from kaiwa import pictures
from kaiwa.aws import Service
from kaiwa.gateways import Gateways, gateways
from kaiwa.log import logger
from kaiwa.table.items import Message
from kaiwa.table.past import Past
from line_reply import handler, wiring
from line_reply.memory import history
from line_reply.turns import answer, draw
from tests.fakes.model import FakeModels
from tests.unit.tables import MODELS
from tests.world.aws import client_call, service_call
from tests.world.environment import ENVIRONMENT
from tests.world.model import WorldModel
from tests.world.now import Member, Now, running
from tests.world.process import Resolvers
from tests.world.quicker import make_quicker
from tests.world.table import NAME
from tests.world.threads import Beside, Thread, Timer
from tests.world.world import World


class WorldGateways(Gateways):
    """The real ones, but for LINE, OpenAI and Cognito; AWS is replaced at its wire."""

    def line(self, channel: str) -> Any:
        self.read_for(channel)("LINE_CHANNEL_ACCESS_TOKEN")
        return vars(self)["_line"]


def _gateways() -> WorldGateways:
    known = WorldGateways(os.environ)
    ours = {
        "_line": Member("line"),
        "models": lambda channel: FakeModels(lambda: WorldModel(running())),
        "sign_in": Member("sign_in"),
        "past": Past(NAME, lambda seconds: running().pause(seconds)),
    }
    vars(known).update(ours)
    return known


def _emit(values: Mapping[str, float], **dimensions: str) -> None:
    running().metrics += [(name, value, dimensions) for name, value in values.items()]


def _write(level: int, message: str, fields: dict[str, Any]) -> None:
    name = {20: "info", 30: "warning", 40: "error"}[level]
    running().note(name, message, fields)


def _described(error: BaseException) -> dict[str, object]:
    """Without the places, which take long to find."""
    return {
        "error": type(error).__name__,
        "cause": type(error.__cause__).__name__,
        "is": str(error),
    }


def _substitutes() -> Mapping[Any, Any]:
    numbers = iter(range(1, 10**9))
    code = lambda: kaiwa.link_code.written(f"{next(numbers):010}".translate(DIGITS))  # noqa: E731
    return {
        kaiwa.times.now: lambda: running().clock.now,
        kaiwa.link_code.new_code: code,
        kaiwa.metrics.emit: _emit,
        kaiwa.log.described: _described,
        kaiwa.log.hashed: cache(kaiwa.log.hashed),
        gateways: lambda: WORLD_GATEWAYS[0],
    }


DIGITS = str.maketrans("0123456789", "ABCDEFGHJK")
RESOLVERS = Resolvers()
WORLD_GATEWAYS: list[WorldGateways] = []
PRODUCT = ("kaiwa", "line_reply", "line_webhook", "chatgpt")


@contextmanager
def installed(**settings: str) -> Iterator[Callable[[World], None]]:
    """Install it. Call what this gives with each new world."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**ENVIRONMENT, **settings}.items():
            patch.setenv(name, value)
        patch.setattr(BaseClient, "_make_api_call", client_call)
        patch.setattr(Service, "call", service_call)
        patch.setattr(logger(), "_write", _write)
        patch.setattr(logger(), "_context", {})
        patch.setattr(uuid, "uuid4", _ids())
        patch.setattr(endpoint, "serve", _served)
        patch.setattr(http_handler, "api", lambda: RESOLVERS)
        patch.setattr(pictures, "secrets", SimpleNamespace(token_urlsafe=_secrets()))
        patch.setattr(access_token._Keys.__base__, "fetch_data", _keys)
        patch.setattr(access_token, "time", SimpleNamespace(monotonic=_monotonic))
        threads = SimpleNamespace(Thread=Thread, Timer=Timer)
        for module in (answer, history):
            patch.setattr(module, "ThreadPoolExecutor", Beside)
        for module in (draw, handler):
            patch.setattr(module, "threading", threads)
        for module, name, substitute in _substituted(_substitutes()):
            patch.setattr(module, name, substitute)
        make_quicker(patch)
        if not WORLD_GATEWAYS:
            WORLD_GATEWAYS.append(_gateways())
        for model in MODELS:
            patch.setattr(model, "_connection", _connection())
        _clear()
        yield _enter
        _clear()


def _enter(world: World) -> None:
    Now.world = world
    RESOLVERS.complete()
    WORLD_GATEWAYS[0].parameters._known.clear()
    chatgpt_wiring.access_tokens.cache_clear()


def _clear() -> None:
    """Nothing is left of what was built for other surroundings."""
    for module in (wiring, chatgpt_wiring):
        for cached in vars(module).values():
            if hasattr(cached, "cache_clear"):
                cached.cache_clear()


@cache
def _connection() -> Any:
    """One for all worlds: to make a client takes longer than many schedules."""
    Message._connection = None
    return Message._get_connection()


def _ids() -> Callable[[], uuid.UUID]:
    numbers = iter(range(1, 2**64))
    return lambda: uuid.UUID(int=next(numbers), version=4)


def _monotonic() -> float:
    return running().clock.now.timestamp()


def _secrets() -> Callable[[int], str]:
    """As long as real ones; none has a word in it by chance."""
    numbers = iter(range(1, 2**64))
    return lambda _: f"secret-{next(numbers)}".ljust(43, "-")


def _served(*asked: Any) -> Any:
    """With an event loop of its own, as in a process of its own."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        return serve(*asked)
    finally:
        loop.close()
        asyncio.set_event_loop(None)  # whoever comes next makes one


def _keys(asking: Any) -> Any:
    """In place of what fetches the user pool's keys and keeps them for an hour."""
    found = running().sign_in.published_keys()
    asking.jwk_set_cache.put(found)
    return found


def _substituted(substitutes: Mapping[Any, Any]) -> list[tuple[Any, str, Any]]:
    """The modules of the product's that have them, what they call them, and what comes instead."""
    known = {id(substituted): substitute for substituted, substitute in substitutes.items()}
    return [
        (module, name, known[id(value)])
        for module in list(sys.modules.values())
        if _is_product(module)
        for name, value in list(vars(module).items())
        if id(value) in known
    ]


def _is_product(module: Any) -> bool:
    return getattr(module, "__name__", "").partition(".")[0] in PRODUCT
