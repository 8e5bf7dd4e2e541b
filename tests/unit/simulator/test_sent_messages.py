"""Ids and tokens of messages: quotes, read marks, edits and what is taken back."""

from simulator.line.identities import line_id
from tests.unit.simulator.harness import ALICE, Json, Stand, errors, invalid, texts

GROUP = line_id("friends", "group")
IN_GROUP = {"groupId": "friends", "userId": "alice"}


def quoting(token: object) -> list[Json]:
    return [*texts("first"), {"type": "text", "text": "second", "quoteToken": token}]


def test_a_bubble_is_kept_as_it_was_sent(stand: Stand) -> None:
    question = stand.hear("hello")
    action = {"type": "postback", "label": "Help", "data": "/help", "displayText": "/help"}
    message = {
        "type": "text",
        "text": "hi",
        "quoteToken": question["message"]["quoteToken"],
        "quickReply": {"items": [{"type": "action", "action": action}]},
    }
    reply = {"replyToken": question["replyToken"], "messages": [message]}
    sent = stand.line("/message/reply", reply)[1]["sentMessages"]
    assert stand.shown()[1] == {
        "id": sent[0]["id"],
        "from": "bot",
        "kind": "text",
        "text": "hi",
        "at": "2026-09-21T14:13:20.000000+00:00",
        "by": "reply",
        "read": False,
        "quick_replies": [action],
        "quoted_message_id": question["message"]["id"],
        "unsent": False,
    }


def test_the_bots_own_bubbles_can_be_quoted_as_often_as_one_likes(stand: Stand) -> None:
    push = {"to": ALICE, "messages": texts("a")}
    (bubble,) = stand.line("/message/push", push)[1]["sentMessages"]
    again = {"to": ALICE, "messages": quoting(bubble["quoteToken"])}
    assert [stand.line("/message/push", again)[0] for _ in "12"] == [200, 200]
    assert [each["quoted_message_id"] for each in stand.shown()] == [
        None,
        None,
        bubble["id"],
        None,
        bubble["id"],
    ]


def test_a_quote_token_works_in_its_own_chat_only(stand: Stand) -> None:
    question, elsewhere = stand.hear(), stand.hear(source=IN_GROUP)
    wrong = [elsewhere["message"]["quoteToken"], "unknown", ""]
    for token in wrong:
        reply = {"replyToken": question["replyToken"], "messages": quoting(token)}
        push = {"to": ALICE, "messages": quoting(token)}
        assert stand.line("/message/reply", reply) == invalid("messages[1].quoteToken")
        assert stand.line("/message/push", push) == invalid("messages[1].quoteToken")
    good = {"replyToken": question["replyToken"], "messages": texts("the token is still good")}
    assert stand.line("/message/reply", good)[0] == 200
    assert len(stand.shown()) == 2


def test_a_read_token_marks_its_message_and_those_before_it(stand: Stand) -> None:
    events = [stand.hear(text) for text in ("one", "two", "three")]
    stand.line("/message/push", {"to": ALICE, "messages": texts("a")})
    stand.hear("elsewhere", source=IN_GROUP)
    token = {"markAsReadToken": events[1]["message"]["markAsReadToken"]}
    assert [stand.line("/chat/markAsRead", token) for _ in "12"] == [(200, {})] * 2
    assert [each["read"] for each in stand.shown()] == [True, True, False, False]
    assert [each["read"] for each in stand.shown(GROUP)] == [False]


def test_read_tokens_that_line_refuses(stand: Stand) -> None:
    path, name = "/chat/markAsRead", "markAsReadToken"
    assert stand.line(path, {}) == errors(("May not be empty", name))
    assert stand.line(path, {name: ""}) == errors(("May not be empty", name))
    assert stand.line(path, {name: 5}) == invalid(name)
    assert stand.line(path, {name: "unknown"}) == invalid(name)


def test_an_edit_changes_the_bubble_and_adds_none(stand: Stand) -> None:
    message = stand.hear("helo", source=IN_GROUP)["message"]
    edited = {"id": message["id"], "text": "hello"}
    (event,) = stand.send({"type": "messageEdited", "source": IN_GROUP, "message": edited})
    assert event == {
        "type": "messageEdited",
        "webhookEventId": event["webhookEventId"],
        "deliveryContext": {"isRedelivery": False},
        "timestamp": event["timestamp"],
        "mode": "active",
        "replyToken": event["replyToken"],
        "source": {"type": "group", "groupId": GROUP, "userId": ALICE},
        "message": {
            "type": "text",
            "id": message["id"],
            "quoteToken": event["message"]["quoteToken"],
            "markAsReadToken": event["message"]["markAsReadToken"],
            "text": "hello",
        },
    }
    assert stand.chat(GROUP) == [("user", "hello", "webhook")]


def test_only_texts_of_groups_and_rooms_are_edited(stand: Stand) -> None:
    def refused(**event: object) -> str:
        status, answer = stand.control(
            "/webhooks", {"events": [{"type": "messageEdited", **event}]}
        )
        assert status == 400
        return str(answer["error"])

    alone = "Messages are edited in groups and rooms only: give source.groupId."
    unnamed = "Give message.id, of the text that was edited, and the new message.text."
    assert refused(message={"id": "1", "text": "a"}) == alone
    assert refused(source=IN_GROUP, message={"text": "a"}) == unnamed
    assert refused(source=IN_GROUP, message={"id": "1", "type": "image"}) == unnamed


def test_what_was_taken_back_is_not_shown_again(stand: Stand) -> None:
    event = stand.hear("a secret")
    unsend = {"type": "unsend", "source": {"userId": "alice"}}
    stand.send(unsend | {"unsend": {"messageId": event["message"]["id"]}})
    stand.send(event | {"deliveryContext": {"isRedelivery": True}})
    stand.send(unsend | {"unsend": {"messageId": "77"}})
    stand.hear(message={"id": "77", "text": "late"})
    assert stand.chat() == [("user", "[unsent]", "webhook")]
