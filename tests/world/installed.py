"""Puts the explored world in the place of all that the product reaches."""

import asyncio
import json
import os
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any, Self

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
from tests.fakes import FakeModels
from tests.unit.tables import MODELS
from tests.world import faults
from tests.world.faults import Fault
from tests.world.model import WorldModel
from tests.world.process import Resolvers
from tests.world.quicker import make_quicker
from tests.world.scheduler import Strand
from tests.world.table import NAME
from tests.world.world import World

PARAMETERS = {
    "LINE_CHANNEL_SECRET": "a channel secret",
    "LINE_CHANNEL_ACCESS_TOKEN": "a channel access token",
}
EVENTS, SUMMARIES = "https://sqs.example/events", "https://sqs.example/summaries"
PICTURES_URL = "https://api.example.com/pictures"
RETENTION = timedelta(days=1)
ENVIRONMENT: Mapping[str, str] = {
    "AWS_REGION": "ap-northeast-1",
    "AWS_DEFAULT_REGION": "ap-northeast-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "BASE_SECRET_PATH": "/kaiwa/world/",
    "SECRET_CACHE_SECONDS": "60",
    "ALLOWED_USER_IDS": "*",
    "QUEUE_URL": EVENTS,
    "SUMMARY_QUEUE_URL": SUMMARIES,
    "TABLE_NAME": NAME,
    "MAX_RECEIVE_COUNT": "5",
    "DEFAULT_LANGUAGE": "en",
    "DELETE_DATA_ON_LEAVE": "false",
    "OFFERS_LINKING": "true",
    "DRAWING": "off",
    "FLEX_MESSAGES": "false",
    "LISTENING_HOURS": "24",
    "REMINDER_SCHEDULES": json.dumps({"group": "g", "role_arn": "role", "queue_arn": "queue"}),
    "PICTURES_URL": PICTURES_URL,
    "LINK_PAGE_URL": "https://api.example.com/connect",
    "EXPORT_BUCKET": "kaiwa-world-exports",
    "HISTORY_MAX_MESSAGES": "20",
    "HISTORY_MAX_CHARACTERS": "10000",
    "MESSAGE_RETENTION_DAYS": str(RETENTION.days),
    "TIMEZONE": "Asia/Tokyo",
    "DAILY_SEND_LIMIT": "3",
    "API_URL": "https://api.example.com",
    "SIGN_IN_URL": "https://sign-in.example.com",
    "CLIENT_ID": "our-client",
    "LINK_PAGE_CLIENT_ID": "our-pages",
    "PLUGIN_CLIENT_ID": "our-plugin",
    "SCOPES": "openid email profile kaiwa/read kaiwa/send",
    "PASS_RESOURCE": "false",
    "TOKEN_ISSUER": "https://cognito.example.com/pool",
    "TOKEN_KEYS_URL": "https://cognito.example.com/pool/.well-known/jwks.json",
}


class Now:
    """The world that runs now."""

    world: World


def _world() -> World:
    return Now.world


class Member:
    """Whatever is asked of it, the member with this name of the world that runs does."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(getattr(_world(), self._name), name)


class WorldGateways(Gateways):
    """The real ones, but for LINE, OpenAI and Cognito; AWS is replaced at its wire."""

    def line(self, channel: str) -> Any:
        self.read_for(channel)("LINE_CHANNEL_ACCESS_TOKEN")
        return vars(self)["_line"]


def _gateways() -> WorldGateways:
    known = WorldGateways(os.environ)
    ours = {
        "_line": Member("line"),
        "models": lambda channel: FakeModels(lambda: WorldModel(_world())),
        "sign_in": Member("sign_in"),
        "past": Past(NAME, lambda seconds: _world().pause(seconds)),
    }
    vars(known).update(ours)
    return known


def _client_call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
    """In place of botocore's: a client's call, complete before the next."""
    world = _world()
    match client.meta.service_model.service_name:
        case "dynamodb":
            return _table(world, operation, parameters)
        case "s3":
            return world.step(
                faults.S3, operation, lambda _: world.files.call(operation, parameters)
            )
        case "scheduler":
            return world.step(
                faults.SCHEDULER, operation, lambda _: world.planner.call(operation, parameters)
            )
    raise NotImplementedError(client.meta.service_model.service_name)


def _table(world: World, operation: str, parameters: dict[str, Any]) -> Any:
    boundary = faults.INDEX if "IndexName" in parameters else faults.TABLE

    def do(fault: Fault | None) -> Any:
        worker, key = world.worker, parameters.get("Key", {}).get("id", {}).get("S")
        if key and key == f"conversation#{getattr(worker.subject, 'group', None)}":
            worker.looked_at = world.clock.now
        return world.table.call(operation, parameters, fault.told if fault else "")

    return world.step(boundary, operation, do)


def _service_call(service: Service, operation: str, **parameters: Any) -> Any:
    """In place of the calls without a client, which are tried several times there."""
    world = _world()
    match service.name, operation:
        case "dynamodb", _:
            return _table(world, operation, parameters)
        case "ssm", _:
            name = parameters["Name"].rpartition("/")[2]
            value = PARAMETERS.get(name) or os.environ["ALLOWED_USER_IDS"]
            found = {"Parameter": {"Value": value}}
            return world.step(faults.SSM, operation, lambda _: found)
        case "sqs", "SendMessage":
            queue = world.events if parameters["QueueUrl"] == EVENTS else world.summaries
            asked = [
                parameters[name]
                for name in ("MessageGroupId", "MessageDeduplicationId", "MessageBody")
            ]
            return world.step(faults.QUEUE, operation, lambda _: queue.send(*asked))
        case "sqs", "ChangeMessageVisibility":
            queue = world.events if parameters["QueueUrl"] == EVENTS else world.summaries
            receipt, seconds = parameters["ReceiptHandle"], parameters["VisibilityTimeout"]
            return world.step(
                faults.QUEUE, operation, lambda _: queue.change_visibility(receipt, seconds)
            )
    raise NotImplementedError(f"{service.name} {operation}")


class Beside:
    """A thread, or an executor of one, as a strand of the world's."""

    def __init__(self, **_: Any) -> None:
        self._strands: list[Strand] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not _world().worker.is_dead:
            for strand in self._strands:
                _world().scheduler.join(strand)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        result: dict[str, Any] = {}

        def work() -> None:
            try:
                result["value"] = function(*arguments)
            except Exception as error:
                result["error"] = error

        scheduler = _world().scheduler
        if scheduler.current is None:
            work()
            return SimpleNamespace(result=lambda: _value(result))
        strand = scheduler.add(scheduler.current.worker, work)
        self._strands.append(strand)

        def joined() -> Any:
            scheduler.join(strand)
            return _value(result)

        return SimpleNamespace(result=joined)


def _value(result: Mapping[str, Any]) -> Any:
    if error := result.get("error"):
        raise error
    return result["value"]


class _Thread:
    """`threading.Thread`."""

    def __init__(self, *, target: Any, args: Any, daemon: bool) -> None:
        self._call = lambda: target(*args)

    def start(self) -> None:
        Beside().submit(self._call)


class _Timer:
    """`threading.Timer`: a strand that begins once it is time, unless it is cancelled before."""

    def __init__(self, interval: float, function: Callable[[], None]) -> None:
        self._interval, self._function = interval, function
        self._strand: Strand | None = None

    def start(self) -> None:
        scheduler = _world().scheduler
        if scheduler.current is not None:
            self._strand = scheduler.add(scheduler.current.worker, self._function)
            self._strand.wakes_at = _world().clock.now + timedelta(seconds=self._interval)

    def cancel(self) -> None:
        if self._strand:
            _world().scheduler.drop(self._strand)

    def join(self) -> None:
        if self._strand and not _world().worker.is_dead:
            _world().scheduler.join(self._strand)


def _emit(values: Mapping[str, float], **dimensions: str) -> None:
    _world().metrics += [(name, value, dimensions) for name, value in values.items()]


def _write(level: int, message: str, fields: dict[str, Any]) -> None:
    name = {20: "info", 30: "warning", 40: "error"}[level]
    _world().note(name, message, fields)


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
        kaiwa.times.now: lambda: _world().clock.now,
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
        patch.setattr(BaseClient, "_make_api_call", _client_call)
        patch.setattr(Service, "call", _service_call)
        patch.setattr(logger(), "_write", _write)
        patch.setattr(logger(), "_context", {})
        patch.setattr(uuid, "uuid4", _ids())
        patch.setattr(endpoint, "serve", _served)
        patch.setattr(http_handler, "api", lambda: RESOLVERS)
        patch.setattr(pictures, "secrets", SimpleNamespace(token_urlsafe=_secrets()))
        patch.setattr(access_token._Keys.__base__, "fetch_data", _keys)
        patch.setattr(access_token, "time", SimpleNamespace(monotonic=_monotonic))
        threads = SimpleNamespace(Thread=_Thread, Timer=_Timer)
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
    return _world().clock.now.timestamp()


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
    found = _world().sign_in.published_keys()
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
