"""The control API's users: what they send, and how the bot's answer is waited for."""

import httpx
import pytest

from simulator.chats import ChatMessage
from simulator.line.identities import BOT_USER_ID, line_id
from tests.unit.simulator.harness import ALICE, Json, Stand, texts

GROUP = line_id("friends", "group")
SPEAKER = {"user": "alice", "group": "friends"}
YES = {"type": "message", "label": "Yes", "text": "Yes, please"}
NO = {"type": "postback", "label": "No", "data": "/no", "displayText": "No, thanks"}
SILENT = {"type": "postback", "label": "Later", "data": "/later"}
MAP = {"type": "uri", "label": "Map", "uri": "https://example.com"}


def choices(*actions: Json) -> Json:
    return {"items": [{"type": "action", "action": action} for action in actions]}


@pytest.mark.parametrize("push", [False, True])
def test_say_returns_what_the_bot_answered(stand: Stand, push: bool) -> None:
    stand.answer("one", "two", push=push)
    status, answer = stand.control("/say", {"text": "hello", "user": "alice"})
    assert status == 200
    assert answer == {"webhook": answer["webhook"], "chat_id": ALICE, "answers": ["one", "two"]}
    assert answer["webhook"]["events"] == stand.bot.last_body["events"]
    again = stand.control("/say", {"text": "again", "user": "alice"})[1]
    assert again["answers"] == ["one", "two"]


def test_say_in_a_group(stand: Stand) -> None:
    stand.answer("hello all")
    answer = stand.control("/say", {"text": "hello", **SPEAKER})[1]
    assert (answer["chat_id"], answer["answers"]) == (GROUP, ["hello all"])
    assert answer["webhook"]["events"][0]["source"] == {
        "type": "group",
        "groupId": GROUP,
        "userId": ALICE,
    }


def test_a_mention_and_a_quote_arrive_as_line_sends_them(stand: Stand) -> None:
    stand.answer("hello all")
    stand.control("/say", {"text": "hello", **SPEAKER})
    quoted = stand.shown(GROUP)[-1]["id"]
    said = {"text": "what?", "mention": True, "quote": quoted, **SPEAKER}
    message = stand.control("/say", said)[1]["webhook"]["events"][0]["message"]
    mentionee = {"index": 0, "length": 6, "type": "user", "userId": BOT_USER_ID, "isSelf": True}
    assert message == {
        "type": "text",
        "id": message["id"],
        "quoteToken": message["quoteToken"],
        "markAsReadToken": message["markAsReadToken"],
        "text": "@Kaiwa what?",
        "mention": {"mentionees": [mentionee]},
        "quotedMessageId": quoted,
    }
    assert stand.shown(GROUP)[2]["quoted_message_id"] == quoted


def test_say_does_not_take_a_late_reply_for_the_answer(stand: Stand) -> None:
    late = stand.hear("first")["replyToken"]

    async def act(_: httpx.Request) -> httpx.Response:
        now = stand.clock.now
        stand.simulator.chats.add(
            ALICE, ChatMessage("1", "late", at=now, by="reply", reply_token=late)
        )
        return httpx.Response(200)

    stand.bot.act = act
    status, answer = stand.control(
        "/say", {"text": "second", "user": "alice", "timeout_seconds": 0.05}
    )
    sentence = (
        "The bot did not answer within 0.05 s. Look at GET /control/calls and at the logs of its"
        " functions, or raise timeout_seconds."
    )
    assert status == 504
    assert answer == {"error": sentence, "webhook": answer["webhook"], "chat_id": ALICE}


def test_say_does_not_wait_after_a_refused_webhook(stand: Stand) -> None:
    async def act(_: httpx.Request) -> httpx.Response:
        return httpx.Response(403)

    stand.bot.act = act
    status, answer = stand.control("/say", {"text": "hello", "user": "alice"})
    sentence = "The webhook was not accepted (ERROR_STATUS_CODE): no answer will come."
    assert status == 502
    assert answer == {"error": sentence, "webhook": answer["webhook"], "chat_id": ALICE}


def test_anything_can_be_sent_and_waited_for(stand: Stand) -> None:
    stand.answer("nice")
    content = {"base64": "aGVsbG8=", "media_type": "application/pdf"}
    message = {"type": "file", "fileName": "a.pdf", "content": content}
    status, answer = stand.control("/send", {"message": message, "user": "alice"})
    sent = answer["webhook"]["events"][0]["message"]
    assert (status, answer["answers"]) == (200, ["nice"])
    assert sent == {
        "type": "file",
        "id": sent["id"],
        "fileName": "a.pdf",
        "fileSize": 5,
        "markAsReadToken": sent["markAsReadToken"],
    }
    assert stand.chat() == [("user", "[file]", "webhook"), ("bot", "nice", "reply")]
    assert stand.bot.last_body["events"] == answer["webhook"]["events"]


def test_a_tapped_message_is_said(stand: Stand) -> None:
    stand.answer("Sure?", quickReply=choices(YES, NO))
    stand.control("/say", {"text": "Go", "user": "alice"})
    stand.answer("Done.")
    status, answer = stand.control("/tap", {"user": "alice", "label": "Yes"})
    event = answer["webhook"]["events"][0]
    assert (status, answer["answers"], event["message"]["text"]) == (200, ["Done."], "Yes, please")
    assert stand.chat()[2:] == [("user", "Yes, please", "webhook"), ("bot", "Done.", "reply")]


def test_a_tapped_postback_is_shown_by_its_text_only(stand: Stand) -> None:
    stand.answer("Sure?", quickReply=choices(YES, NO, SILENT))
    stand.control("/say", {"text": "Go", **SPEAKER})
    assert stand.shown(GROUP)[-1]["quick_replies"] == [YES, NO, SILENT]
    tapped = stand.control("/tap", {"label": "No", **SPEAKER})[1]["webhook"]["events"][0]
    assert tapped == {
        "type": "postback",
        "webhookEventId": tapped["webhookEventId"],
        "deliveryContext": {"isRedelivery": False},
        "timestamp": tapped["timestamp"],
        "mode": "active",
        "replyToken": tapped["replyToken"],
        "source": {"type": "group", "groupId": GROUP, "userId": ALICE},
        "postback": {"data": "/no"},
    }
    stand.control("/tap", {"label": "Later", **SPEAKER})
    assert [text for _, text, _ in stand.chat(GROUP)] == [
        "Go",
        "Sure?",
        "No, thanks",
        "Sure?",
        "Sure?",
    ]


def test_only_the_last_bubble_has_choices(stand: Stand) -> None:
    def refused(label: str) -> tuple[int, str]:
        status, answer = stand.control("/tap", {"user": "alice", "label": label})
        return status, answer["error"]

    none = "There is no choice Yes under the last bubble. There are: none."
    assert refused("Yes") == (404, none)
    messages = [{**texts("Sure?")[0], "quickReply": choices(YES, MAP)}]
    stand.line("/message/push", {"to": ALICE, "messages": messages})
    assert refused("Maybe") == (
        404,
        "There is no choice Maybe under the last bubble. There are: Yes, Map.",
    )
    assert refused("Map") == (400, "A choice of the type uri cannot be tapped here.")
    stand.hear("Something else")
    assert refused("Yes") == (404, none)
