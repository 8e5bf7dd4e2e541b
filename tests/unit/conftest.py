"""What every unit test stands on: an AWS that is moto's, and nothing of the developer's own."""

import gc
import io
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import boto3
import httpx
import pytest
from moto import mock_aws

import kaiwa.aws
from kaiwa.faults import watch_aws
from kaiwa.log import logger
from kaiwa.table.messages import MessageTable
from simulator.listening import bound_socket
from simulator.server import create_server
from simulator.state import Simulator
from tests.dynamodb.installed import memory_dynamodb
from tests.emitted import Emitted, read
from tests.signed_requests import moto_answers_signed_requests
from tests.unit.read_once import read_once
from tests.unit.simulator.harness import KEY, SECRET, SHOP_SECRET, SHOP_TOKEN, TOKEN
from tests.unit.tables import new_table


def pytest_configure() -> None:
    """Collect garbage less often: with moto and LINE's SDK loaded, each time takes a second."""
    gc.set_threshold(100_000, 100, 100)


def pytest_collection_finish() -> None:
    """What was imported stays: let no collection walk through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def nothing_is_read_twice() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch)
        yield


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("AWS_", "OPENAI_", "POWERTOOLS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    logger()  # It keeps the stdout that it finds: not one that a test puts in place.


@pytest.fixture(scope="session", autouse=True)
def answered_by_moto() -> Iterator[None]:
    with moto_answers_signed_requests():
        yield


@pytest.fixture(name="moto")
def in_place_of_aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def aws(moto: None) -> Iterator[None]:
    """moto's, but for the table. That is in memory, and several times as fast."""
    with memory_dynamodb():
        yield


@pytest.fixture
def messages(aws: None) -> MessageTable:
    return new_table()


@pytest.fixture
def log_lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged so far: call it for the lines, parsed."""
    handler = logger().handler
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    previous = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(previous)


@pytest.fixture
def emitted(
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], list[Emitted]]:
    """The metrics that were put out since it was called last.

    They are those of the function that the test's module names as `SERVICE`. AWS's clients are made
    anew, so that their faults are counted.
    """
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "kaiwa-test")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", request.module.SERVICE)
    watch_aws()
    monkeypatch.setattr(boto3, "_get_default_session", cache(boto3.Session))
    kaiwa.aws._session.cache_clear()
    return lambda: read(capsys.readouterr().out.splitlines())


@pytest.fixture(scope="session")
def simulator() -> Simulator:
    """What the stand-ins behind `server_url` know."""
    return Simulator(TOKEN, SECRET, KEY)


@pytest.fixture
def shop(simulator: Simulator) -> Iterator[Simulator]:
    """A second channel of LINE's behind `server_url`."""
    yield simulator.open_channel("shop", SHOP_TOKEN, SHOP_SECRET)
    simulator.reset()
    del simulator.channels["shop"]


@pytest.fixture(scope="session")
def server_url(simulator: Simulator) -> Iterator[str]:
    """The stand-ins' real server on a port of its own, for SDKs and for connections that break."""
    listener = bound_socket(0)
    server = create_server(simulator)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def served(server_url: str) -> Iterator[httpx.Client]:
    """A client of that server, with nothing left over from the test before."""
    with httpx.Client(base_url=server_url, trust_env=False) as client:
        for _ in range(2):  # What a test before gave up waiting for may arrive during the first.
            client.post("/control/reset").raise_for_status()
        yield client
