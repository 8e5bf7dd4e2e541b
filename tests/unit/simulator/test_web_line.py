"""LINE's side: what one does on the page, and what it shows."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from simulator.chats import ChatMessage
from simulator.line.identities import BOT_USER_ID, line_id
from simulator.web.line_view import view
from tests.unit.simulator.harness import ALICE, LINE, Json, Stand, texts

OWN = {"origin": "http://127.0.0.1"}
HANAKO, TARO = line_id("hanako"), line_id("taro")
FAMILY = line_id("family", "group")
ALONE = {"chat": HANAKO, "speaker": HANAKO}
TOGETHER = {"chat": FAMILY, "speaker": HANAKO}
YES = {"type": "message", "label": "Yes", "text": "Yes, please"}
AT = "2026-09-21T14:13:20.000000+00:00"

Act = Callable[..., tuple[int, Json]]


@pytest.fixture
def act(stand: Stand) -> Act:
    """POST to one of the page's endpoints, as hanako alone: the status and the answer."""

    def post(path: str, place: Json | None = None, **body: Any) -> tuple[int, Json]:
        given = (ALONE if place is None else place) | body
        response = stand.client.post(f"/ui/line/{path}", json=given, headers=OWN)
        return response.status_code, response.json()

    return post


def shown(stand: Stand, chat: str = HANAKO) -> list[Json]:
    """The entries of a chat."""
    entries: list[Json] = view(stand.simulator, chat)["entries"]
    return entries


def went(stand: Stand, **more: Any) -> Json:
    """How a webhook went that the bot took at once."""
    return {"status": 200, "reason": "OK", "milliseconds": 0.0, "signed": True} | more


def test_two_users_and_a_group_are_there_from_the_start(stand: Stand) -> None:
    stand.simulator.reset()
    found = view(stand.simulator, HANAKO)
    hanako, taro = {"id": HANAKO, "name": "hanako"}, {"id": TARO, "name": "taro"}
    profile = {"language": "ja", "friend": False, "blocked": False, "last": None}
    assert found == {
        "chats": [
            {"kind": "user", **hanako, **profile, "members": [hanako]},
            {"kind": "user", **taro, **profile, "members": [taro]},
            {
                "id": FAMILY,
                "kind": "group",
                "name": "family",
                "members": [hanako, taro],
                "last": None,
            },
        ],
        "chat": HANAKO,
        "loading": False,
        "armed": [],
        "entries": [],
    }


def test_whoever_is_heard_of_has_a_phone_too(stand: Stand) -> None:
    stand.hear("hello")
    chats = view(stand.simulator, ALICE)["chats"]
    assert [chat["name"] for chat in chats] == ["hanako", "taro", "alice", "family"]
    assert chats[2]["last"] == {"number": 1, "kind": "text", "text": "hello", "unsent": False}


def test_people_and_groups_can_be_added(stand: Stand, act: Act) -> None:
    assert act("people", {}, name=" yuki ", language="en") == (200, {"chat": line_id("yuki")})
    assert act("people", {}, name="mika", language=None)[0] == 200
    friends = line_id("friends", "group")
    assert act("people", {}, name="friends", group=True) == (200, {"chat": friends})
    users = stand.simulator.users
    assert [users.meet(line_id(name)).language for name in ("yuki", "mika")] == ["en", None]
    assert users.people(friends) == [line_id("yuki"), line_id("mika")]
    sentence = "name must have 1 to 20 characters."
    assert act("people", {}, name=" ") == (400, {"error": sentence})


def test_a_bubble_tells_how_its_message_went(stand: Stand, act: Act) -> None:
    stand.answer("hello", quickReply={"items": [{"type": "action", "action": YES}]})
    status, sent = act("say", text="<b>hi</b>")
    event = sent["events"][0]
    stand.line("/chat/markAsRead", {"markAsReadToken": event["message"]["markAsReadToken"]})
    assert status == 200
    question, answer = shown(stand)
    assert question == {
        "type": "bubble",
        "key": event["message"]["id"],
        "order": 1,
        "at": AT,
        "from": "user",
        "speaker": HANAKO,
        "name": "hanako",
        "kind": "text",
        "text": "<b>hi</b>",
        "message": {},
        "content": None,
        "spoken": None,
        "by": "webhook",
        "read": True,
        "unsent": False,
        "quoted": None,
        "choices": [],
        "event": event["webhookEventId"],
        "webhooks": [went(stand)],
        "answered": "reply",
    }
    assert answer == question | {
        "key": answer["key"],
        "order": 2,
        "from": "bot",
        "speaker": None,
        "name": None,
        "text": "hello",
        "by": "reply",
        "read": False,
        "choices": [{"label": "Yes", "opens": None}],
        "webhooks": [],
        "answered": None,
    }
    assert "<b>" not in stand.client.get("/").text


def test_a_quick_reply_is_tapped(stand: Stand, act: Act) -> None:
    stand.answer("Sure?", quickReply={"items": [{"type": "action", "action": YES}]})
    act("say", text="Go")
    stand.answer("Done.")
    assert act("tap", label="Yes")[0] == 200
    assert [entry["text"] for entry in shown(stand)] == ["Go", "Sure?", "Yes, please", "Done."]
    assert act("tap", label="Yes")[0] == 404


@pytest.mark.parametrize(
    ("uri", "opens"),
    [("https://example.com/#a", "https://example.com/#a"), ("tel:110", None)],
)
def test_a_quick_reply_opens_a_page(stand: Stand, act: Act, uri: str, opens: str | None) -> None:
    action = {"type": "uri", "label": "Map", "uri": uri}
    stand.answer("Where?", quickReply={"items": [{"type": "action", "action": action}]})
    act("say", text="Go")
    assert shown(stand)[-1]["choices"] == [{"label": "Map", "opens": opens}]


def test_in_a_group_one_mentions_and_quotes(stand: Stand, act: Act) -> None:
    act("say", TOGETHER, text="I am hungry")
    (said,) = shown(stand, FAMILY)
    place = TOGETHER | {"speaker": TARO}
    event = act("say", place, text="a recipe?", mention=True, quote=said["key"])[1]["events"][0]
    assert event["source"] == {"type": "group", "groupId": FAMILY, "userId": TARO}
    assert event["message"]["mention"]["mentionees"][0]["userId"] == BOT_USER_ID
    quoting = shown(stand, FAMILY)[1]
    assert (quoting["name"], quoting["text"]) == ("taro", "@Kaiwa a recipe?")
    assert quoting["quoted"] == {
        "key": said["key"],
        "name": "hanako",
        "kind": "text",
        "text": "I am hungry",
        "unsent": False,
    }
    alone = act("say", text="hi", mention=True)[1]["events"][0]
    assert "mention" not in alone["message"]


def test_loading_shows_until_the_bot_says_something(stand: Stand, act: Act) -> None:
    def loading() -> bool:
        return bool(view(stand.simulator, HANAKO)["loading"])

    start = {"chatId": HANAKO, "loadingSeconds": 10}
    stand.line("/chat/loading/start", start)
    assert loading()
    stand.line("/message/push", {"to": HANAKO, "messages": texts("hello")})
    assert not loading()
    stand.line("/chat/loading/start", start)
    stand.clock.now += 11
    assert not loading()


def test_pictures_are_shown_and_other_files_downloaded(stand: Stand, act: Act) -> None:
    def sent(kind: str, media_type: str, data: bytes) -> Any:
        content = {"base64": base64.b64encode(data).decode(), "media_type": media_type}
        event = act("send", message={"type": kind, "content": content})[1]["events"][0]
        entry = shown(stand)[-1]
        assert entry["content"] == f"/ui/line/content/{event['message']['id']}"
        return stand.client.get(entry["content"])

    picture = sent("image", "image/png", b"\x89PNG")
    assert (picture.headers["content-type"], picture.content) == ("image/png", b"\x89PNG")
    page = sent("file", "text/html", b"<script>")
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"] == "attachment"
    drawing = sent("image", "image/svg+xml", b"<svg onload=alert(1)>")
    assert drawing.headers["content-disposition"] == "attachment"
    for response in (picture, page, drawing):
        assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert response.headers["x-content-type-options"] == "nosniff"
    sent("audio", "audio/x-m4a", "明日は？".encode())
    assert shown(stand)[-1]["spoken"] == "明日は？"
    sent("audio", "audio/mpeg", b"\xff\xfb")
    assert shown(stand)[-1]["spoken"] is None


def test_what_was_taken_back_is_gone(stand: Stand, act: Act) -> None:
    act("send", message={"type": "image"})
    (picture,) = shown(stand)
    act("unsend", message_id=picture["key"])
    notice, gone = sorted(shown(stand), key=lambda entry: str(entry["type"]), reverse=True)
    assert (gone["unsent"], gone["content"], gone["message"]) == (True, None, {})
    assert (notice["what"], notice["kind"], notice["name"]) == ("event", "unsend", "hanako")
    assert stand.client.get(f"/ui/line/content/{picture['key']}").status_code == 404


def test_the_bot_is_added_and_blocked(stand: Stand, act: Act) -> None:
    def known() -> tuple[bool, bool]:
        chat = view(stand.simulator, HANAKO)["chats"][0]
        return chat["friend"], chat["blocked"]

    act("event", what="follow")
    assert known() == (True, False)
    act("event", what="unfollow")
    assert known() == (True, True)
    act("event", TOGETHER, what="join")
    assert [entry["kind"] for entry in shown(stand)] == ["follow", "unfollow"]
    assert [entry["kind"] for entry in shown(stand, FAMILY)] == ["join"]
    act("event", TOGETHER, what="leave")
    assert len(view(stand.simulator, FAMILY)["chats"][-1]["members"]) == 2
    sentence = "what must be one of: follow, unfollow, join, leave, memberJoined."
    assert act("event", what="explode") == (400, {"error": sentence})


def test_somebody_joins_a_group(stand: Stand, act: Act) -> None:
    view(stand.simulator, HANAKO)
    stand.simulator.users.meet(ALICE, name="alice")
    status, answer = act("event", TOGETHER, what="memberJoined", member=ALICE)
    (event,) = answer["events"]
    assert (status, event["source"], event["joined"]) == (
        200,
        {"type": "group", "groupId": FAMILY},
        {"members": [{"type": "user", "userId": ALICE}]},
    )
    (entry,) = shown(stand, FAMILY)
    assert (entry["kind"], entry["name"]) == ("memberJoined", "alice")
    members = view(stand.simulator, FAMILY)["chats"][-1]["members"]
    assert [member["name"] for member in members] == ["hanako", "taro", "alice"]


@pytest.mark.parametrize(("place", "member"), [(TOGETHER, "alice"), (ALONE, ALICE)])
def test_only_users_join_and_only_groups(act: Act, place: Json, member: str) -> None:
    sentence = "member must be the LINE id of a user, who joins a group."
    answer = act("event", place, what="memberJoined", member=member)
    assert answer == (400, {"error": sentence})


def test_nobody_speaks_for_others(stand: Stand, act: Act) -> None:
    refused = "In a chat of one user nobody else speaks."
    assert act("say", {"chat": HANAKO, "speaker": TARO}, text="hi") == (400, {"error": refused})
    named = "chat and speaker must be LINE ids."
    assert act("say", {"chat": "family", "speaker": HANAKO}, text="hi") == (400, {"error": named})


def test_without_a_webhook_the_page_is_told(stand: Stand, act: Act) -> None:
    stand.simulator.webhook_endpoint = None
    assert act("say", text="hi") == (409, {"error": "No webhook URL is set yet."})


def test_an_old_chat_is_shown_from_its_end(stand: Stand) -> None:
    for number in range(210):
        stand.simulator.chats.add(
            HANAKO, ChatMessage(str(number), str(number), at=number, by="push")
        )
    entries = shown(stand)
    assert [entries[0]["text"], entries[-1]["text"], len(entries)] == ["10", "209", 200]


def test_raw_webhooks_do_not_upset_the_page(stand: Stand) -> None:
    body = b'{"events":[1,{"source":{"userId":5},"type":7},{"type":"x"},{"source":{"userId":"U"}}]}'
    raw = base64.b64encode(body).decode()
    stand.control("/webhooks", {"raw_body_base64": raw, "signature": "invalid"})
    assert shown(stand) == []
    assert stand.client.get("/", headers=LINE).status_code == 200
