"""Connecting LINE with a deployment, on the stand-in's real server."""

from pathlib import Path

import httpx
import pytest

from scripts import line, rich_menu
from scripts.line_channel import (
    REMEDY_403,
    REMEDY_STATUS,
    SWITCH_ON,
    LineChannel,
    LineError,
)
from scripts.rich_menu import IMAGE, menu, publish, read_image
from simulator.state import Simulator
from tests.unit.scripts.conftest import Bot, Deployed
from tests.unit.simulator.harness import ALICE, LINE, TOKEN, texts

BOT = "Bot: Kaiwa (@216kaiwa)\n"
PUSHES = "Pushes: 200 of 200 left this month.\n"
JPEG = bytes.fromhex("ffd8ffe000044a46ffc0000b08069609c40301000000")
"""A JPEG's first segments, up to the frame header: 2500 x 1686."""


def run(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> int | str | None:
    """What the process ends with: 0, 1 or a sentence."""
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as end:
        line.main()
    return end.value.code


@pytest.fixture
def channel(served: httpx.Client, server_url: str) -> LineChannel:
    return LineChannel(server_url, server_url, TOKEN)


def test_the_webhook_is_set_and_tested_and_the_pushes_are_shown(
    deployed: Deployed,
    bot: Bot,
    simulator: Simulator,
    served: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    push = {"to": ALICE, "messages": texts("a")}
    served.post("/v2/bot/message/push", json=push, headers=LINE).raise_for_status()
    assert run(monkeypatch, deployed.arguments()) == 0
    assert simulator.webhook_endpoint == bot.url
    assert capsys.readouterr().out.splitlines() == [
        BOT.strip(),
        f"Webhook: {bot.url}",
        "Test: LINE's webhook was answered with 200.",
        "Pushes: 199 of 200 left this month.",
    ]
    assert simulator.rich_menus.list() == []


@pytest.mark.parametrize(("status", "remedy"), [(403, REMEDY_403), (500, REMEDY_STATUS)])
def test_a_webhook_that_refuses_is_told_with_a_remedy(
    deployed: Deployed,
    bot: Bot,
    status: int,
    remedy: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bot.status = status
    assert run(monkeypatch, deployed.arguments()) == 1
    told = f"Test: ERROR_STATUS_CODE ({status}). {remedy}\n"
    assert capsys.readouterr().out == f"{BOT}Webhook: {bot.url}\n{told}{PUSHES}"


def test_an_address_of_ones_own_goes_before_the_deployed_one(
    deployed: Deployed, bot: Bot, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed.outputs["webhook_url"] = "https://elsewhere.example/webhook"
    assert run(monkeypatch, deployed.arguments("--webhook-url", bot.url)) == 0
    assert simulator.webhook_endpoint == bot.url


def test_a_webhook_that_is_switched_off_is_told(
    deployed: Deployed,
    bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(LineChannel, "webhook", lambda _: (bot.url, False))
    assert run(monkeypatch, deployed.arguments()) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [SWITCH_ON, PUSHES.strip()]


def test_the_rich_menu_replaces_kaiwas_earlier_ones_only(
    deployed: Deployed,
    simulator: Simulator,
    channel: LineChannel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    foreign = channel.create_rich_menu(menu(2500, 1686) | {"name": "somebody else's"})
    for _ in range(2):
        assert run(monkeypatch, deployed.arguments("--rich-menu")) == 0
    assert "Rich menu: everybody sees it" in capsys.readouterr().out
    default = simulator.rich_menus.default_id
    assert default is not None
    assert channel.rich_menus() == [(foreign, "somebody else's"), (default, rich_menu.NAME)]
    assert simulator.rich_menus.find(default).body == menu(2500, 1686)
    assert simulator.rich_menus.find(default).image == IMAGE.read_bytes()


def test_a_menu_that_gets_no_image_is_taken_back(
    channel: LineChannel, served: httpx.Client, tmp_path: Path
) -> None:
    image = tmp_path / "menu.png"
    image.write_bytes(IMAGE.read_bytes())
    publish(channel, image)
    before = channel.rich_menus()
    channel.set_rich_menu_image = refuse  # type: ignore[method-assign,assignment]
    with pytest.raises(LineError, match="refused"):
        publish(channel, image)
    assert channel.rich_menus() == before


def refuse(*_: object) -> None:
    raise LineError("refused")


def test_the_areas_cover_the_image_and_say_the_commands() -> None:
    areas = menu(2500, 1686)["areas"]
    assert [(each["action"]["data"], tuple(each["bounds"].values())) for each in areas] == [
        ("/help", (0, 0, 833, 843)),
        ("/again", (833, 0, 833, 843)),
        ("/reset", (1666, 0, 834, 843)),
        ("/persona", (0, 843, 833, 843)),
        ("/language", (833, 843, 833, 843)),
        ("/link", (1666, 843, 834, 843)),
    ]
    assert areas[0]["action"] == {
        "type": "postback",
        "data": "/help",
        "displayText": "/help",
        "label": "できること Help",
    }


def test_an_image_of_ones_own_decides_the_menus_size(
    channel: LineChannel, simulator: Simulator, tmp_path: Path
) -> None:
    image = tmp_path / "menu.jpg"
    image.write_bytes(JPEG)
    assert read_image(image) == ("image/jpeg", JPEG, (2500, 1686))
    publish(channel, image)
    assert [each["size"] for each in simulator.rich_menus.list()] == [
        {"width": 2500, "height": 1686}
    ]


def png(width: int, height: int, more: int = 0) -> bytes:
    return IMAGE.read_bytes()[:16] + width.to_bytes(4) + height.to_bytes(4) + bytes(more)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a", "must be a PNG or a JPEG"),
        (png(1000, 700), "is 1000 x 700 pixels"),
        (png(700, 250), "is 700 x 250 pixels"),
        (png(2500, 1686, 1_000_000), "more than 1 MB"),
        (b"\xff\xd8\xff", "is 0 x 0 pixels"),
        (JPEG[:9], "is 0 x 0 pixels"),
        (None, "There is no image"),
    ],
)
def test_an_image_that_line_would_refuse_is_told_before(
    data: bytes | None, sentence: str, tmp_path: Path
) -> None:
    image = tmp_path / "menu"
    if data is not None:
        image.write_bytes(data)
    with pytest.raises(SystemExit, match=sentence):
        read_image(image)


def test_what_is_missing_is_told_in_a_sentence(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed.set_secret("LINE_CHANNEL_ACCESS_TOKEN", "unset")
    assert run(monkeypatch, deployed.arguments()) == (
        "LINE_CHANNEL_ACCESS_TOKEN was never set. Run `make secrets`."
    )
    del deployed.outputs["line_data_base_url"]
    assert "no output line_data_base_url: it is an older one. Run `make apply`" in str(
        run(monkeypatch, deployed.arguments())
    )


def test_what_line_says_is_told_in_a_sentence(
    deployed: Deployed, served: httpx.Client, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = {"service": "line", "operation": "webhook_endpoint", "kind": "status", "status": 500}
    served.post("/control/faults", json=fault | {"text": "An outage"}).raise_for_status()
    assert (
        run(monkeypatch, deployed.arguments()) == "LINE answered 500: An outage. Try again later."
    )
    deployed.outputs["line_api_base_url"] = "http://127.0.0.1:9"
    assert "LINE can't be reached from here" in str(run(monkeypatch, deployed.arguments()))
    deployed.outputs["line_api_base_url"] = server_url
    deployed.set_secret("LINE_CHANNEL_ACCESS_TOKEN", "of another channel")
    end = str(run(monkeypatch, deployed.arguments()))
    assert "LINE does not accept the channel access token" in end
    assert "of another channel" not in end


@pytest.mark.parametrize(
    ("used", "most", "told"),
    [
        (3, 200, "Pushes: 197 of 200 left this month.\n"),
        (201, 200, "Pushes: 0 of 200 left this month.\n"),
        (3, None, "Pushes: 3 this month, without a limit.\n"),
    ],
)
def test_the_pushes_that_are_left(
    channel: LineChannel,
    used: int,
    most: int | None,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    channel.pushes = lambda: (used, most)  # type: ignore[method-assign]
    line.show_pushes(channel)
    assert capsys.readouterr().out == told
