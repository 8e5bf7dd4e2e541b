"""A worker of two channels: the same person is somebody else in each."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import httpx
import pytest

from kaiwa.gateways import gateways
from kaiwa.own_texts import OwnText, queued
from kaiwa.table.items import Message
from kaiwa.table.operations import Sending
from kaiwa.table.reminders import Reminder
from kaiwa.times import now
from line_reply.memory.summary_due import SummaryDue
from line_reply.reminders.due import ReminderDue
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.unit.line_reply.handler.deployed import AGAIN, DONE, PATH, Shown, recent, run
from tests.unit.line_reply.stored import items
from tests.unit.simulator.harness import SHOP_TOKEN, TOKEN

AT_SHOP = f"shop/{USER_ID}"
OF_SHOP = {
    "ALLOWED_USER_IDS": "*",
    "LINE_CHANNEL_ACCESS_TOKEN": SHOP_TOKEN,
    "OPENAI_INSTRUCTIONS": "You sell tea.",
}


@pytest.fixture
def both(queue: Shown, shop: Simulator, monkeypatch: pytest.MonkeyPatch) -> Shown:
    for name, value in OF_SHOP.items():
        boto3.client("ssm").put_parameter(
            Name=f"{PATH}channels/shop/{name}", Value=value, Type="String"
        )
    monkeypatch.setenv("CHANNELS", json.dumps({"shop": "gpt-6.1-luna"}))
    gateways.cache_clear()
    return queue


def said(text: str, number: int, chat: str = USER_ID) -> None:
    """A text of the person's, in one of the channels, is answered."""
    message = {"id": f"{number:018}", "type": "text", "text": text}
    source = {"type": "user", "userId": chat}
    event = recent(number=number, source=source, message=message)
    assert run(event | {"webhookEventId": f"01{number}"}) == DONE


def shown(served: httpx.Client, channel: str) -> list[str]:
    answer = served.get(f"/control/chats/{USER_ID}?channel={channel}").json()
    return [each["text"] for each in answer["messages"] if each["from"] == "bot"]


def calls(served: httpx.Client, service: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = served.get(f"/control/calls?service={service}").json()["calls"]
    return found


def test_each_channel_answers_with_its_own_token_model_and_instructions(
    both: Shown, served: httpx.Client
) -> None:
    said("Hello", 1)
    said("Good day", 2, AT_SHOP)
    assert shown(served, "default") == ['You said "Hello".']
    assert shown(served, "shop") == ['You said "Good day".']
    asked = [call["body"] for call in calls(served, "openai")]
    assert [(each["model"], each["instructions"].partition(".")[0]) for each in asked] == [
        ("gpt-6.1-terra", "Be kind"),
        ("gpt-6.1-luna", "You sell tea"),
    ]
    pushes = [call for call in calls(served, "line") if call["operation"] == "push"]
    tokens = [(call["headers"]["authorization"], call["body"]["to"]) for call in pushes]
    assert tokens == [(f"Bearer {TOKEN}", USER_ID), (f"Bearer {SHOP_TOKEN}", USER_ID)]


def test_a_person_has_two_pasts_two_languages_and_two_counts(
    both: Shown, served: httpx.Client
) -> None:
    said("I am Hanako.", 1)
    said("Who am I?", 2, AT_SHOP)
    assert shown(served, "shop") == ['You said "Who am I?".']  # nothing was said there before
    said("/language en", 3, AT_SHOP)
    known = {key: item for key, item in items().items() if USER_ID in key}
    assert sorted(key.partition("#20")[0] for key in known) == [
        f"conversation#{USER_ID}",
        f"conversation#{AT_SHOP}",
        f"usage#{USER_ID}",
        f"usage#{AT_SHOP}",
    ]
    languages = [known[f"conversation#{each}"].get("language") for each in (USER_ID, AT_SHOP)]
    assert languages == [None, {"S": "en"}]


def test_what_is_forgotten_in_one_channel_stays_in_the_other(
    both: Shown, served: httpx.Client
) -> None:
    said("I am Hanako.", 1)
    said("I am a customer.", 2, AT_SHOP)
    said("/forget yes", 3, AT_SHOP)
    chats = {each.line_user_id for each in Message.scan() if getattr(each, "content", None)}
    assert chats == {USER_ID}


def test_what_is_taken_back_in_one_channel_is_nothing_of_the_other(
    both: Shown, served: httpx.Client
) -> None:
    said("I am Hanako.", 1)
    before = items()
    source = {"type": "user", "userId": AT_SHOP}
    unsend = recent(type="unsend", source=source, unsend={"messageId": f"{1:018}"})
    assert run(unsend | {"webhookEventId": "01UNSEND"}) == DONE
    assert items() == before


def test_whoever_may_write_to_one_may_not_write_to_the_other(
    both: Shown, served: httpx.Client
) -> None:
    ssm = boto3.client("ssm")
    for name, value in {"": "U" + "9" * 32, "channels/shop/": USER_ID}.items():
        ssm.put_parameter(Name=f"{PATH}{name}ALLOWED_USER_IDS", Value=value, Overwrite=True)
    gateways.cache_clear()
    said("Hello", 1)
    said("Hello", 2, AT_SHOP)
    assert [len(calls(served, "openai")), shown(served, "shop")] == [1, ['You said "Hello".']]


def test_a_text_of_kaiwas_own_goes_to_the_chat_of_its_channel(
    both: Shown, served: httpx.Client
) -> None:
    own = OwnText("own-1", AT_SHOP, "notice", "Your tea is here.", now())
    assert run(dict(queued(own).event)) == DONE
    assert [shown(served, "default"), shown(served, "shop")] == [[], ["Your tea is here."]]


def test_a_reminder_comes_in_the_channel_where_it_was_set(
    both: Shown, served: httpx.Client
) -> None:
    reminder = Reminder("reminder-1", 0, now(), "tea", AT_SHOP, "1", now())
    gateways().reminders.add(AT_SHOP, reminder)
    assert run(dict(ReminderDue(AT_SHOP, reminder.id).queued().event)) == DONE
    assert [shown(served, "default"), shown(served, "shop")] == [[], ["⏰ tea"]]


@pytest.fixture
def gone(both: Shown, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The worker of a deployment that has the second channel no more, or not yet."""
    monkeypatch.delenv("CHANNELS")
    gateways.cache_clear()
    return both


def test_what_people_say_in_a_channel_that_is_not_there_waits_for_it(
    gone: Shown, served: httpx.Client, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    before = items()
    assert run(recent(source={"type": "user", "userId": AT_SHOP})) == AGAIN
    last = log_lines()[-1]
    assert last["failure"]["reason"] == (
        "The channel shop is not deployed. Put it into the variable channels, run `make apply` and"
        " `make redrive`."
    )
    assert (last["channel"], gone.again) == ("shop", [("receipt-1", 2)])
    assert (calls(served, "line"), items()) == ([], before)


def test_what_kaiwa_has_left_over_of_a_channel_that_is_gone_is_done_with(
    gone: Shown, served: httpx.Client, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    known = gateways()
    known.accounts.offer("code", AT_SHOP, now())
    link = known.accounts.redeem("code", "account-1", "h•@e•.com", now(), replace=False)
    sent = known.operations.accept(Sending("request-1", link, "Sent"), 10, now())
    own = OwnText(sent.message_id, AT_SHOP, "sent", "Sent", now(), "request-1")
    for queued_event in (
        queued(own),
        ReminderDue(AT_SHOP, "reminder-1").queued(),
        SummaryDue(AT_SHOP, "7").queued(),
    ):
        assert run(dict(queued_event.event)) == DONE
        assert log_lines()[-1]["outcome"] == "unknown channel"
    assert calls(served, "line") == []
    operation = known.operations.find("request-1", "account-1", now())
    assert operation is not None
    assert operation.status == "failed"
