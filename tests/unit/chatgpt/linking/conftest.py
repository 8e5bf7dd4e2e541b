"""Browsers, before a deployed function and a stand-in of Cognito."""

import pytest

from kaiwa.gateways import Gateways
from tests.unit.chatgpt.harness import World
from tests.unit.chatgpt.linking.browser import Browser, FakeCognito
from tests.unit.chatgpt.plugin.conftest import pool, running
from tests.unit.chatgpt.plugin.pool import Pool

__all__ = ["pool", "running"]


@pytest.fixture
def cognito(world: World, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> FakeCognito:
    cognito = FakeCognito(pool=pool)
    monkeypatch.setattr(Gateways, "sign_in", cognito)
    world.sign_in = cognito
    return cognito


@pytest.fixture
def browser(cognito: FakeCognito) -> Browser:
    return Browser(cognito)
