"""The operator's chores where a deployment has several LINE channels."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from kaiwa.log import hashed
from scripts import doctor, export_person, forget, line, put_secrets, usage
from scripts.rich_menu import IMAGE_WITHOUT_LINK, menu
from simulator.state import Simulator
from tests.builders import USER_ID, text_event
from tests.unit.line_reply.stored import items
from tests.unit.scripts.conftest import PATH, Bot, Deployed
from tests.unit.scripts.personal import Estate, fill
from tests.unit.simulator.harness import SHOP_SECRET, SHOP_TOKEN

AT_SHOP = f"shop/{USER_ID}"
OWN = {"LINE_CHANNEL_ACCESS_TOKEN": SHOP_TOKEN, "LINE_CHANNEL_SECRET": SHOP_SECRET}


@pytest.fixture
def both(deployed: Deployed, shop: Simulator, bot: Bot) -> Deployed:
    for name, value in OWN.items():
        deployed.set_secret(f"channels/shop/{name}", value)
        deployed.outputs["secret_names"].append(f"channels/shop/{name}")
    deployed.outputs["channels"] = {
        "shop": {"openai_model": "gpt-6.1-luna", "webhook_url": f"{bot.url}/shop"}
    }
    instructions = f"{PATH}channels/shop/OPENAI_INSTRUCTIONS"
    deployed.ssm.put_parameter(Name=instructions, Value="Sell tea.", Type="String")
    return deployed


@pytest.fixture
def two_chats(estate: Estate) -> Estate:
    """A person who has left something in each channel."""
    fill(estate)
    estate.outputs["channels"] = {"shop": {}, "my-shop": {}}
    for number, channel in ((50, "shop"), (60, "my-shop")):
        chat = f"{channel}/{USER_ID}"
        estate.world.say("Tea", number, "Green?", conversation_id=chat, user_id=chat)
        dead = text_event("Dead", webhookEventId=f"01DEAD{channel}")
        dead["source"] = {"type": "user", "userId": chat}
        estate.put("dead_letter_queue_url", chat, dead)
        boto3.client("ssm").put_parameter(
            Name=f"{PATH}channels/{channel}/ALLOWED_USER_IDS", Value="*", Type="String"
        )
    return estate


def run(monkeypatch: pytest.MonkeyPatch, chore: Any, arguments: list[str]) -> int | str | None:
    """What the process ends with: 0, 1 or a sentence."""
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as end:
        chore.main()
    return end.value.code


def present(deployed: Deployed, name: str) -> str:
    found = deployed.ssm.get_parameter(Name=PATH + name, WithDecryption=True)
    return found["Parameter"]["Value"]


def test_secrets_of_a_channel_have_names_that_the_environment_takes(
    both: Deployed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in OWN:
        monkeypatch.setenv(f"CHANNELS_SHOP_{name}", f"new {name}")
        monkeypatch.setenv(name, "of default, and left alone")
    monkeypatch.setattr("sys.argv", both.arguments("--channel", "shop"))
    put_secrets.main()
    assert capsys.readouterr().out.splitlines() == [
        f"Wrote {PATH}channels/shop/{name}." for name in OWN
    ]
    assert [present(both, f"channels/shop/{name}") for name in OWN] == [f"new {n}" for n in OWN]


def test_a_channel_that_is_not_there_is_told(
    both: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chore in (put_secrets, line, doctor, usage):
        ended = run(monkeypatch, chore, both.arguments("--channel", "bank"))
        assert ended == "There is no channel 'bank', only default, shop."


def test_each_channel_gets_its_webhook_and_its_menu(
    both: Deployed,
    bot: Bot,
    simulator: Simulator,
    shop: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    both.outputs["offers_linking"] = False
    assert run(monkeypatch, line, both.arguments("--rich-menu")) == 0
    assert (simulator.webhook_endpoint, shop.webhook_endpoint) == (bot.url, f"{bot.url}/shop")
    told = capsys.readouterr().out.splitlines()
    assert [each for each in told if each.startswith("Channel")] == [
        "Channel: default",
        "Channel: shop",
    ]
    for channel in (simulator, shop):
        shown = channel.rich_menus.find(channel.rich_menus.default_id or "")
        assert shown.image == IMAGE_WITHOUT_LINK.read_bytes()
        assert shown.body == menu(2500, 1686, offers_linking=False)


def test_without_linking_the_menu_has_five_areas() -> None:
    areas = menu(2500, 1686, offers_linking=False)["areas"]
    assert [(each["action"]["data"], tuple(each["bounds"].values())) for each in areas] == [
        ("/help", (0, 0, 833, 843)),
        ("/again", (833, 0, 833, 843)),
        ("/reset", (1666, 0, 834, 843)),
        ("/persona", (0, 843, 1250, 843)),
        ("/language", (1250, 843, 1250, 843)),
    ]


def test_one_address_is_not_set_for_two_channels(
    both: Deployed, bot: Bot, monkeypatch: pytest.MonkeyPatch, shop: Simulator
) -> None:
    for chore in (line, doctor):
        ended = run(monkeypatch, chore, both.arguments("--webhook-url", bot.url))
        assert ended == "Say which channel has this WEBHOOK_URL: CHANNEL=default, or another one."
    arguments = both.arguments("--webhook-url", f"{bot.url}/here", "--channel", "shop")
    assert run(monkeypatch, line, arguments) == 0
    assert shop.webhook_endpoint == f"{bot.url}/here"


def test_the_doctor_looks_at_each_channel(
    both: Deployed,
    simulator: Simulator,
    bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(doctor, "check_table", lambda _: "works.")
    simulator.webhook_endpoint = bot.url
    assert run(monkeypatch, doctor, both.arguments()) == 1
    assert [each[:21].strip() for each in capsys.readouterr().out.splitlines()] == [
        "OK      secrets",
        "OK      token",
        "OK      webhook",
        "OK      model",
        "OK      shop token",
        "NOT OK  shop webhook",
        "OK      shop model",
        "OK      transcription",
        "OK      table",
    ]


def test_a_person_is_forgotten_in_all_channels(two_chats: Estate) -> None:
    printed = two_chats.run(forget, USER_ID, "--yes")
    assert [name for name in (USER_ID, AT_SHOP) if hashed(name) not in printed] == []
    assert [key for key, item in items().items() if USER_ID in str(item)] == []
    assert USER_ID not in "".join(two_chats.bodies("dead_letter_queue_url"))


@pytest.mark.parametrize(
    ("arguments", "gone"),
    [
        ((AT_SHOP,), "shop"),
        ((USER_ID, "--channel", "shop"), "shop"),
        ((USER_ID, "--channel", "my-shop"), "my-shop"),
        ((USER_ID, "--channel", "default"), "default"),
        ((hashed(AT_SHOP),), "shop"),
    ],
)
def test_a_person_is_forgotten_in_one_channel_and_stays_in_the_others(
    two_chats: Estate, arguments: tuple[str, ...], gone: str
) -> None:
    chats = {"default": USER_ID, "shop": AT_SHOP, "my-shop": f"my-shop/{USER_ID}"}
    two_chats.run(forget, *arguments, "--yes")
    said = {item["lineUserId"]["S"] for item in items().values() if "content" in item}
    dead = {
        json.loads(each)["source"]["userId"] for each in two_chats.bodies("dead_letter_queue_url")
    }
    for channel, chat in chats.items():
        assert (channel, chat in said, chat in dead) == (channel, channel != gone, channel != gone)


def test_an_export_has_a_file_for_each_channel(two_chats: Estate, tmp_path: Path) -> None:
    two_chats.run(export_person, USER_ID, str(tmp_path))
    found = {each.name.partition("-")[0]: each.read_text() for each in tmp_path.glob("*.jsonl")}
    ids = {"default": USER_ID, "shop": AT_SHOP, "my-shop": f"my-shop/{USER_ID}"}
    assert set(found) == {hashed(each) for each in ids.values()}
    of_default, of_shop = found[hashed(USER_ID)], found[hashed(AT_SHOP)]
    assert ("shop/" in of_default, '"Tea"' in of_default) == (False, False)
    assert ('"Tea"' in of_shop, '"Mine"' in of_shop, "my-shop" in of_shop) == (True, False, False)


def test_usage_says_in_which_channel(two_chats: Estate) -> None:
    two_chats.outputs |= {"token_prices": None, "tool_prices": None}
    heading, *rows, _, _ = two_chats.run(usage, "--days", "36500").splitlines()
    assert heading.split()[-1] == "channel"
    channels = {row.split()[1]: row.split()[-1] for row in rows}
    assert (channels[hashed(USER_ID)], channels[hashed(AT_SHOP)]) == ("default", "shop")
    only = two_chats.run(usage, "--days", "36500", "--channel", "shop")
    assert (hashed(AT_SHOP) in only, hashed(USER_ID) in only) == (True, False)
