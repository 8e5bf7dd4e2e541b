"""Browsers, before a deployed function and a stand-in of Cognito."""

import pytest

from kaiwa.gateways import Gateways
from tests.unit.chatgpt.harness import World
from tests.unit.chatgpt.linking.browser import Browser, FakeCognito


@pytest.fixture
def cognito(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeCognito:
    cognito = FakeCognito()
    monkeypatch.setattr(Gateways, "sign_in", cognito)
    world.sign_in = cognito
    return cognito


@pytest.fixture
def browser(cognito: FakeCognito) -> Browser:
    return Browser(cognito)
