"""The rest of the Messaging API, and what is the same for every call."""

import uuid

import pytest

from simulator.line.identities import line_id
from tests.unit.simulator.harness import ALICE, LINE, Json, Stand, errors, invalid, texts

GROUP = line_id("friends", "group")
ONLY_USERS = (
    "Only user id is acceptable, please confirm if there are any group/room ids or illegal ids."
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"chatId": ALICE}, (202, {})),
        ({"chatId": ALICE, "loadingSeconds": 60}, (202, {})),
        (
            {"chatId": ALICE, "loadingSeconds": 61},
            errors(
                ("Must be between 5 and 60", "loadingSeconds"),
                ("must be a multiple of five", "loadingSeconds"),
            ),
        ),
        (
            {"chatId": ALICE, "loadingSeconds": 0},
            errors(("Must be between 5 and 60", "loadingSeconds")),
        ),
        ({"chatId": ALICE, "loadingSeconds": "5"}, invalid("loadingSeconds")),
        ({"chatId": GROUP, "loadingSeconds": 5}, errors((ONLY_USERS, "chatId"))),
        ({"loadingSeconds": 5}, errors(("May not be empty", "chatId"))),
    ],
)
def test_the_loading_animation(stand: Stand, body: Json, expected: tuple[int, Json]) -> None:
    assert stand.line("/chat/loading/start", body) == expected


def test_a_user_who_blocked_the_bot_gets_nothing_and_the_bot_is_not_told(stand: Stand) -> None:
    push = {"to": ALICE, "messages": texts("a")}
    stand.send({"type": "unfollow", "source": {"userId": "alice"}})
    assert stand.line("/message/push", push)[0] == 200
    assert stand.chat() == []
    stand.send({"type": "follow", "source": {"userId": "alice"}})
    assert stand.line("/message/push", push)[0] == 200
    assert stand.chat() == [("bot", "a", "push")]


MISSING = (
    "Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'"
)
WRONG = "Authentication failed. Confirm that the access token in the authorization header is valid."


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (
            None,
            MISSING,
        ),
        (
            "Basic abc",
            MISSING,
        ),
        (
            "Bearer other",
            WRONG,
        ),
    ],
)
def test_the_access_token_must_be_the_channels(
    stand: Stand, authorization: str | None, message: str
) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    response = stand.client.post("/v2/bot/message/push", json={}, headers=headers)
    assert (response.status_code, response.json()) == (401, {"message": message})


def test_bodies_that_are_not_json_objects(stand: Stand) -> None:
    def post(content: bytes, kind: str = "application/json") -> tuple[int, str]:
        headers = LINE | {"content-type": kind}
        response = stand.client.post("/v2/bot/message/push", content=content, headers=headers)
        return response.status_code, response.json()["message"]

    assert post(b'{\n "to": }') == (
        400,
        "The request body could not be parsed as JSON (line: 2, column: 8)",
    )
    place = "(line: 1, column: 1)"
    assert post(b"[]") == (400, f"The request body could not be parsed as JSON {place}")
    assert post(b'"\xff"') == (400, f"The request body could not be parsed as JSON {place}")
    assert post(b"{}", "text/plain") == (415, "The content type, text/plain, is not supported")
    assert post(b" " * 2_000_001)[0] == 413


def test_every_answer_has_a_request_id_of_its_own(stand: Stand) -> None:
    paths = ["/v2/bot/message/nowhere", "/v2/bot/profile/x", f"/v2/bot/profile/{ALICE}"]
    answers = [stand.client.get(path, headers=LINE) for path in paths]
    assert (answers[0].status_code, answers[0].json()) == (404, {"message": "Not found"})
    ids = {str(uuid.UUID(each.headers["x-line-request-id"])) for each in answers}
    assert len(ids) == 3
