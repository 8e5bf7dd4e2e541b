"""Linking a sign-in with a chat, through the handler."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.sign_in import SignInRefusedError, SignInUnavailableError
from kaiwa.table.accounts import Accounts, Link
from tests.builders import OTHER_USER_ID, USER_ID
from tests.unit.chatgpt.harness import (
    ADDRESS,
    HANAKO,
    NOT_LINKED,
    TARO,
    World,
    problem,
    response,
)

type LogLines = Callable[[], list[dict[str, Any]]]

LINKED = response(200, {"linked": True, "address": ADDRESS})
UNLINKED = response(200, {"linked": False, "address": None})
LINKED_NOTICE = (
    "h•••o@e•••e.com のChatGPTと連携しました。このトークの閲覧と送信ができます。\n"
    "心当たりがないときは /unlink と送ってください。\n"
    "(This chat is now linked with the ChatGPT of h•••o@e•••e.com, which can read it and send to "
    "it. Send /unlink to undo it.)"
)
UNLINKED_NOTICE = (
    "h•••o@e•••e.com のChatGPTとの連携が解除されました。\n"
    "(This chat is no longer linked with the ChatGPT of h•••o@e•••e.com.)"
)
WRONG_CODE = problem(
    404,
    "wrong_code",
    "This code does not work. Ask the user to send /link to the bot on LINE and to tell you the "
    "new code: it works once, within 10 minutes.",
)
ALREADY_LINKED = problem(
    409,
    "already_linked",
    "The user or this LINE chat is linked otherwise already. Ask the user whether to replace that "
    "link. Only if they agree, call linkChat again with the same code and replace=true.",
)
TOO_MANY = problem(
    429,
    "too_many_codes",
    "Too many wrong codes were tried. Tell the user to wait for an hour, and do not call linkChat "
    "until then.",
)


def test_the_connection_can_be_checked(world: World) -> None:
    assert world.call("POST", "/my_route", {}) == response(200, {"success": True})
    assert world.call("POST", "/my_route") == response(200, {"success": True})


def test_a_code_links_the_chat_and_the_chat_is_told(world: World) -> None:
    code = world.offer()
    assert world.call("GET", "/link") == UNLINKED
    assert world.call("POST", "/link", {"code": code}) == LINKED
    assert world.call("GET", "/link") == LINKED
    assert world.call("GET", "/link", account=TARO) == UNLINKED
    assert world.accounts.link_of(HANAKO) == Link(HANAKO, USER_ID, ADDRESS)
    assert world.queued() == [(USER_ID, "notice", LINKED_NOTICE)]


@pytest.mark.parametrize("typed", ["abcde-fghjk", " ABCDEFGHJK ", "ＡＢＣＤＥ－ＦＧＨＪＫ"])
def test_a_code_works_however_it_is_typed(world: World, typed: str) -> None:
    world.offer()
    assert world.call("POST", "/link", {"code": typed}) == LINKED


def test_guessed_used_and_expired_codes_are_answered_alike(world: World) -> None:
    guessed = world.call("POST", "/link", {"code": "AAAAA-AAAAA"})
    used = world.offer("USED2-USED2")
    world.call("POST", "/link", {"code": used}, account=TARO)
    expired = world.offer("EXPIRED")
    world.clock.pass_(600)
    assert guessed == WRONG_CODE
    assert world.call("POST", "/link", {"code": used}) == WRONG_CODE
    assert world.call("POST", "/link", {"code": expired}) == WRONG_CODE
    assert world.call("GET", "/link") == UNLINKED


def test_after_five_tries_even_the_right_code_waits_for_the_next_hour(world: World) -> None:
    for _ in range(5):
        assert world.call("POST", "/link", {"code": "AAAAA-AAAAA"}) == WRONG_CODE
    assert world.call("POST", "/link", {"code": world.offer()}) == TOO_MANY
    assert world.call("POST", "/link", {"code": "ABCDE-FGHJK"}, account=TARO)["statusCode"] == 200
    world.clock.now += timedelta(hours=1)
    assert (
        world.call("POST", "/link", {"code": world.offer("NEW22-NEW22", OTHER_USER_ID)}) == LINKED
    )


def test_codes_that_work_are_not_counted(world: World) -> None:
    for number in range(6):
        assert world.call("POST", "/link", {"code": world.offer(f"CODE{number}")}) == LINKED
    assert world.call("POST", "/link", {"code": "AAAAA-AAAAA"}) == WRONG_CODE


def test_another_chat_replaces_the_first_only_when_told_to(world: World) -> None:
    world.link(HANAKO, USER_ID)
    world.exports.put(USER_ID, "a.csv", "text/csv", b"")
    code = world.offer(chat_id=OTHER_USER_ID)
    assert world.call("POST", "/link", {"code": code}) == ALREADY_LINKED
    assert world.queued() == []
    assert world.call("POST", "/link", {"code": code, "replace": True}) == LINKED
    assert world.accounts.link_to(USER_ID) is None
    assert world.stored_files() == []
    assert world.queued() == [
        (USER_ID, "notice", UNLINKED_NOTICE),
        (OTHER_USER_ID, "notice", LINKED_NOTICE),
    ]


def test_a_chat_changes_hands_only_when_told_to_and_takes_no_files_along(world: World) -> None:
    world.link(TARO, USER_ID)
    world.exports.put(USER_ID, "a.csv", "text/csv", b"")
    code = world.offer()
    assert world.call("POST", "/link", {"code": code}) == ALREADY_LINKED
    assert len(world.stored_files()) == 1
    assert world.call("POST", "/link", {"code": code, "replace": True}) == LINKED
    assert world.call("GET", "/link", account=TARO) == UNLINKED
    assert world.stored_files() == []


def test_linking_the_same_chat_again_needs_no_replacing(world: World) -> None:
    world.link()
    assert world.call("POST", "/link", {"code": world.offer()}) == LINKED
    assert world.queued() == [(USER_ID, "notice", LINKED_NOTICE)]


def test_a_chat_that_cannot_be_told_is_not_linked(world: World, log_lines: LogLines) -> None:
    world.sqs.delete_queue(QueueUrl=world.queue_url)
    answer = world.call("POST", "/link", {"code": world.offer()})
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["error"] == "internal_error"
    assert world.call("GET", "/link") == UNLINKED
    assert log_lines()[0]["failure"]["code"] == "QueueDoesNotExist"


USES = [
    ("GET", "/conversation/overview", None),
    ("GET", "/conversation/messages", None),
    ("POST", "/conversation/exports", {"format": "csv"}),
    ("POST", "/conversation/messages", {"text": "Hi", "request_id": "1"}),
]


@pytest.mark.parametrize(("method", "path", "body"), USES)
def test_a_chat_that_was_linked_and_not_told_is_told_before_the_link_is_used(
    world: World, method: str, path: str, body: dict[str, Any] | None
) -> None:
    """The function died after it had linked the two."""
    world.exports.put(USER_ID, "of-another-link.csv", "text/csv", b"")
    world.accounts.redeem(world.offer(), HANAKO, ADDRESS, world.clock(), replace=False)
    assert world.call(method, path, body)["statusCode"] in {200, 202}
    assert world.stored_files() == []
    first, *others = world.queued()
    assert first == (USER_ID, "notice", LINKED_NOTICE)
    assert [role for _, role, _ in others] == (["sent"] if "text" in (body or {}) else [])
    world.call("GET", "/conversation/messages")
    assert world.queued() == []


def test_a_link_of_which_the_chat_cannot_be_told_is_not_used(world: World) -> None:
    world.accounts.redeem(world.offer(), HANAKO, ADDRESS, world.clock(), replace=False)
    world.sqs.delete_queue(QueueUrl=world.queue_url)
    for method, path, body in USES:
        assert world.call(method, path, body)["statusCode"] == 500


def test_who_dies_after_the_telling_tells_it_with_the_same_id(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it is shown once."""
    monkeypatch.setattr(Accounts, "told", lambda *_: None)
    world.call("POST", "/link", {"code": world.offer()})
    [told] = world.events()
    world.clock.pass_(600)
    world.call("GET", "/conversation/messages")
    [again] = world.events()
    assert again["id"] == told["id"]


@pytest.mark.parametrize(
    ("failure", "answer"),
    [
        (SignInRefusedError(), problem(401, "sign_in_ended", "Ask the user to sign in again.")),
        (
            SignInUnavailableError("Cognito answered 500."),
            problem(
                502,
                "sign_in_unavailable",
                "The sign-in service does not answer. Call again in a minute with the same values.",
            ),
        ),
    ],
)
def test_without_an_address_the_code_stays_good(
    world: World, failure: Exception, answer: dict[str, Any]
) -> None:
    code = world.offer()
    world.sign_in.failure = failure
    assert world.call("POST", "/link", {"code": code}) == answer
    world.sign_in.failure = None
    assert world.call("POST", "/link", {"code": code}) == LINKED


def test_unlinking_ends_it_all_and_the_chat_is_told(world: World) -> None:
    world.link()
    world.exports.put(USER_ID, "a.csv", "text/csv", b"")
    world.exports.put(OTHER_USER_ID, "b.csv", "text/csv", b"")
    assert world.call("DELETE", "/link") == UNLINKED
    assert world.call("GET", "/link") == UNLINKED
    assert [key.rpartition("/")[2] for key in world.stored_files()] == ["b.csv"]
    assert world.queued() == [(USER_ID, "notice", UNLINKED_NOTICE)]
    assert world.call("DELETE", "/link") == problem(409, "not_linked", NOT_LINKED)


def test_a_route_without_its_authorizer_lets_nobody_in(world: World) -> None:
    refused = problem(401, "not_signed_in", "Ask the user to sign in.")
    code = world.offer()
    assert world.call("GET", "/link", account=None) == refused
    assert world.call("POST", "/link", {"code": code}, account=None) == refused
    assert world.call("GET", "/conversation/messages", account=None) == refused


def test_the_log_has_neither_codes_nor_tokens_nor_addresses(
    world: World, log_lines: LogLines
) -> None:
    code = world.offer()
    world.call("POST", "/link", {"code": "WRONG-GUESS"})
    world.call("POST", "/link", {"code": code})
    lines = log_lines()
    assert [(line["route"], line["status"], line["request_id"]) for line in lines] == [
        ("POST /link", 404, "request-1"),
        ("POST /link", 200, "request-1"),
    ]
    for secret in (code, "WRONG", "token-of", HANAKO, USER_ID, "hanako", ADDRESS):
        assert secret not in str(lines)
