"""From ChatGPT into one's own LINE conversation, on the deployed stack."""

import base64
import csv
import hashlib
import io
import json
import time
from typing import Any

import httpx
import pytest

from simulator.chatgpt import ChatGpt, ChatGptError
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line, text
from tests.e2e.people import code_for, link, newcomer


@pytest.fixture
def linked(stack: Stack, aws: Aws, line: Line, request: pytest.FixtureRequest) -> ChatGpt:
    """A person of the test's own, linked with their chat, in which they have said two things."""
    person = newcomer(stack, aws, f"hana-{request.node.name.replace('_', '-')}")
    link(line, person)
    line.say(person.name, "私は花子です。")
    line.say(person.name, "=SUM(A1)")
    line.settle()
    return person


def test_without_a_link_there_is_no_conversation(hanako: ChatGpt) -> None:
    status, error = hanako.call("GET", "/conversation/messages")
    assert (status, error["error"]) == (409, "not_linked")
    assert "/link" in error["message"]


def test_the_user_is_told_who_reaches_the_chat(line: Line, linked: ChatGpt) -> None:
    _, notice = line.shown(linked.name)[1]
    assert "h•••" in notice
    assert "/unlink" in notice
    status, state = linked.call("GET", "/link")
    assert (status, state["linked"]) == (200, True)


def test_the_conversation_is_read_searched_and_paged(linked: ChatGpt) -> None:
    def texts(**query: Any) -> list[str]:
        status, page = linked.call("GET", "/conversation/messages", **query)
        assert status == 200
        return [message["text"] for message in page["messages"]]

    oldest = texts(order="oldest")
    assert oldest == ["私は花子です。", "「私は花子です。」ですね。", "=SUM(A1)", oldest[3]]
    assert texts(order="newest") == oldest[::-1]
    assert texts(order="oldest", query="花子") == [*oldest[:2], oldest[3]]
    assert texts(**{"from": "2020-01-01", "to": "2020-01-02"}) == []
    pages, cursor = [], None
    for _ in range(5):
        query: dict[str, Any] = {"cursor": cursor} if cursor else {}
        _, page = linked.call("GET", "/conversation/messages", order="oldest", limit=1, **query)
        pages += [message["text"] for message in page["messages"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    assert (pages, cursor) == (oldest, None)


def test_nobody_elses_chat_is_reached_by_a_cursor(
    stack: Stack, aws: Aws, line: Line, linked: ChatGpt
) -> None:
    taro = newcomer(stack, aws, "taro")
    link(line, taro)
    _, page = linked.call("GET", "/conversation/messages", limit=1)
    status, theirs = taro.call("GET", "/conversation/messages", cursor=page["next_cursor"])
    assert (status, theirs["messages"]) == (200, [])
    assert taro.call("GET", "/conversation/messages", cursor="nonsense")[0] == 400


def test_a_code_is_neither_guessed_nor_used_twice(
    stack: Stack, aws: Aws, line: Line, hanako: ChatGpt
) -> None:
    guesser = newcomer(stack, aws, "guesser")
    code = code_for(line, "jiro")
    assert hanako.call("POST", "/link", {"code": code})[0] == 200
    used = guesser.call("POST", "/link", {"code": code, "replace": True})
    guessed = [guesser.call("POST", "/link", {"code": "AAAAA-AAAAA"}) for _ in range(5)]
    assert (used[0], used[1]["error"]) == (404, "wrong_code")
    assert guessed[:4] == [used] * 4
    assert guessed[4][0] == 429
    assert hanako.call("DELETE", "/link")[0] == 200


def test_an_expired_link_code_is_refused(aws: Aws, line: Line, hanako: ChatGpt) -> None:
    code = code_for(line, "goro")
    aws.dynamodb.update_item(
        TableName=aws.outputs["table_name"],
        Key={"id": {"S": f"link#{hashlib.sha256(code.replace('-', '').encode()).hexdigest()}"}},
        UpdateExpression="SET expiresAt = :now",
        ExpressionAttributeValues={":now": {"N": str(int(time.time()))}},
    )
    status, error = hanako.call("POST", "/link", {"code": code})
    assert (status, error["error"]) == (404, "wrong_code")


def test_another_chat_replaces_the_first_only_when_told(line: Line, linked: ChatGpt) -> None:
    code = code_for(line, "saburo")
    status, error = linked.call("POST", "/link", {"code": code})
    assert (status, error["error"]) == (409, "already_linked")
    assert linked.call("POST", "/link", {"code": code, "replace": True})[0] == 200
    assert linked.call("GET", "/conversation/messages")[1]["messages"] == []


def test_the_overview_counts(linked: ChatGpt) -> None:
    status, overview = linked.call("GET", "/conversation/overview")
    assert status == 200
    assert [day["messages"] for day in overview["days"]] == [2]


def test_the_conversation_is_exported_as_a_spreadsheet(linked: ChatGpt) -> None:
    status, export = linked.call("POST", "/conversation/exports", {"format": "csv"})
    assert status == 200
    (file,) = export["openaiFileResponse"]
    content = base64.b64decode(file["content"]).decode("utf-8-sig")
    texts = [row["text"] for row in csv.DictReader(io.StringIO(content))]
    assert texts[0::2] == ["私は花子です。", "'=SUM(A1)"]


def test_a_large_export_is_fetched_from_a_signed_address(line: Line, linked: ChatGpt) -> None:
    for _ in range(3):
        line.fault("openai", "responses", "answer", text="長い話。" * 4000)
        line.post(text("more", linked.name))
        line.settle()
    status, export = linked.call("POST", "/conversation/exports", {"format": "jsonl"})
    assert status == 200
    (url,) = export["openaiFileResponse"]
    fetched = httpx.get(url, trust_env=False)
    assert fetched.status_code == 200
    assert fetched.headers["content-disposition"].startswith("attachment; filename=")
    rows = [json.loads(row) for row in fetched.text.splitlines()]
    assert rows[0]["text"] == "私は花子です。"
    assert httpx.get(url.split("?")[0], trust_env=False).status_code == 403
    assert line.say(linked.name, "/unlink")[0].startswith("h•••")
    assert httpx.get(url, trust_env=False).status_code == 404
    assert linked.call("GET", "/conversation/messages")[0] == 409


def test_a_message_is_sent_once_and_becomes_part_of_the_conversation(
    line: Line, linked: ChatGpt
) -> None:
    body = {"text": "ChatGPTからの一言", "request_id": "request-1"}
    first = linked.call("POST", "/conversation/messages", body)
    assert first[0] == 202
    assert linked.call("POST", "/conversation/messages", body)[0] == 202
    line.settle()
    status, operation = linked.call("GET", f"/operations/{first[1]['operation_id']}")
    assert (status, operation["status"]) == (200, "delivered")
    assert line.shown(linked.name).count(("push", body["text"])) == 1
    line.say(linked.name, "何と言いましたか？")
    assert {"role": "assistant", "content": body["text"]} in line.calls("openai")[-1]["body"][
        "input"
    ]


def test_an_operation_is_its_owners(hanako: ChatGpt, linked: ChatGpt) -> None:
    body = {"text": "Hello", "request_id": "request-2"}
    _, sent = linked.call("POST", "/conversation/messages", body)
    status, error = hanako.call("GET", f"/operations/{sent['operation_id']}")
    assert (status, error["error"]) == (404, "no_such_operation")


def test_unlinking_in_chatgpt_tells_the_user(line: Line, linked: ChatGpt) -> None:
    assert linked.call("DELETE", "/link")[0] == 200
    line.settle()
    assert "h•••" in line.shown(linked.name)[-1][1]
    assert linked.call("GET", "/conversation/messages")[0] == 409


@pytest.mark.last
@pytest.mark.parametrize("route", ["GET /oauth2/authorize", "POST /oauth2/token"])
def test_without_its_route_the_flow_fails(aws: Aws, hanako: ChatGpt, route: str) -> None:
    """It is our routes on the API's domain that answer, not the emulator beside them."""
    api = aws.outputs["api_id"]
    routes = aws.apigateway.get_routes(ApiId=api)["Items"]
    (found,) = [each for each in routes if each["RouteKey"] == route]
    aws.apigateway.delete_route(ApiId=api, RouteId=found["RouteId"])
    try:
        with pytest.raises(ChatGptError):
            hanako.client_flow()
    finally:
        aws.apigateway.create_route(ApiId=api, RouteKey=route, Target=found["Target"])
    hanako.client_flow()
