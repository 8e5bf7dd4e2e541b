"""Two channels of LINE's in one deployment, and one person who writes to both."""

import httpx

from simulator.line.identities import line_id
from simulator.line.webhooks import sign
from simulator.stack import SHOP_MODEL, Stack
from tests.e2e.conftest import Aws, Line
from tests.e2e.people import newcomer


def said_in(line: Line, user: str, channel: str) -> list[str]:
    """What the bot has said to the user in this channel."""
    messages = line._json("GET", f"/control/chats/{user}?channel={channel}")["messages"]
    return [each["text"] for each in messages if each["from"] == "bot"]


def chats_of(aws: Aws, user: str) -> set[str]:
    """The user's chats in which the table has anything that was said."""
    pages = aws.dynamodb.get_paginator("scan").paginate(TableName=aws.outputs["table_name"])
    items = [item for page in pages for item in page["Items"] if "content" in item]
    return {each["lineUserId"]["S"] for each in items if line_id(user) in each["lineUserId"]["S"]}


def test_each_channel_is_another_bot_to_the_same_person(line: Line, stack: Stack) -> None:
    assert line.say("ch-hanako", "I am Hanako.") == ['You said "I am Hanako.".']
    assert line.say("ch-hanako", "Who am I?", channel="shop") == ['You said "Who am I?".']
    asked = [call["body"] for call in line.calls("openai", "responses")]
    assert [(each["model"], each["instructions"].partition(".")[0]) for each in asked] == [
        ("gpt-6.1-terra", "You are Kaiwa, a friendly and helpful assistant in a LINE chat"),
        (SHOP_MODEL, "You are the assistant of a tea shop"),
    ]
    line.settle()
    called = line.calls("line", "loading", "reply")
    tokens = [call["headers"]["authorization"] for call in called]
    names = ("", "CHANNELS_SHOP_")
    ours = [f"Bearer {stack.environment[f'{each}LINE_CHANNEL_ACCESS_TOKEN']}" for each in names]
    assert tokens == [ours[0], ours[0], ours[1], ours[1]]


def test_a_webhook_takes_only_what_its_own_channels_secret_signs(aws: Aws, stack: Stack) -> None:
    body = b'{"destination": "U0", "events": []}'
    webhooks = {
        "": aws.outputs["webhook_url"],
        "CHANNELS_SHOP_": aws.outputs["channels"]["shop"]["webhook_url"],
        "of nobody": f"{aws.outputs['api_url']}/v1/line/bot/bank/message/reply",
    }

    def status(of: str, url: str) -> int:
        signature = sign(stack.environment[f"{of}LINE_CHANNEL_SECRET"], body)
        headers = {"x-line-signature": signature, "content-type": "application/json"}
        return httpx.post(url, content=body, headers=headers, trust_env=False).status_code

    found = [[status(of, url) for url in webhooks.values()] for of in ("", "CHANNELS_SHOP_")]
    assert found == [[200, 403, 404], [403, 200, 404]]


def test_linking_and_forgetting_concern_one_channel(line: Line, aws: Aws, stack: Stack) -> None:
    person = newcomer(stack, aws, "ch-taro")
    line.say("ch-taro", "My PIN is at home.")
    line.say("ch-taro", "Green tea, please.", channel="shop")
    (offer,) = line.say("ch-taro", "/link", channel="shop")
    code = next(each for each in offer.splitlines() if len(each) == 11 and each[5] == "-")
    assert person.call("POST", "/link", {"code": code})[0] == 200
    line.settle()
    read = person.call("GET", "/conversation/messages")[1]["messages"]
    assert "Green tea, please." in str(read)
    assert "PIN" not in str(read)
    request = {"text": "And a teapot.", "request_id": "ch-1"}
    assert person.call("POST", "/conversation/messages", request)[0] in (200, 202)
    line.settle()
    assert "And a teapot." in str(said_in(line, "ch-taro", "shop"))
    assert "teapot" not in str(said_in(line, "ch-taro", "default"))
    user_id = line_id("ch-taro")
    assert chats_of(aws, "ch-taro") == {user_id, f"shop/{user_id}"}
    line.say("ch-taro", "/forget yes", channel="shop")
    line.settle()
    assert person.call("GET", "/link")[1]["linked"] is False
    assert chats_of(aws, "ch-taro") == {user_id}
    assert line.say("ch-taro", "/again") == ['You said "My PIN is at home.".']
