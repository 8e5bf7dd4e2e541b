"""The plugin through the official client of MCP, on the deployed stack."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

import pytest

from simulator.plugin import Plugin
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line
from tests.e2e.people import code_for, link, newcomer

TOOLS = [
    *("checkConnection", "getLink", "linkChat", "unlinkChat", "getOverview", "listMessages"),
    *("exportConversation", "sendMessage", "getOperation", "search", "fetch"),
]


@pytest.fixture
def plugin(stack: Stack, aws: Aws, line: Line, request: pytest.FixtureRequest) -> Plugin:
    """A person of the test's own, whose chat is linked, and in which they have said something."""
    person = newcomer(stack, aws, f"mcp-{request.node.name.replace('_', '-')}")
    link(line, person)
    line.say(person.name, "歯医者は月曜日です。")
    line.settle()
    return Plugin(stack, person.name)


def text(plugin: Plugin, tool: str, **arguments: object) -> str:
    """The text of a tool's result that is a good one."""
    result = plugin.call(tool, **arguments)
    assert not result.is_error, result
    return str(result.content[0].text)  # type: ignore[union-attr]


@pytest.mark.parametrize("revision", ["legacy", "auto"])
def test_a_client_that_knows_the_address_only_finds_the_rest(
    stack: Stack, hanako: object, revision: str
) -> None:
    person = Plugin(stack, "hanako", revision)  # type: ignore[arg-type]
    assert [tool.name for tool in person.tools()] == TOOLS
    assert person.memory.client is not None
    assert (
        person.memory.client.client_id
        == (stack.description["terraform_outputs"]["plugin"]["client_id"])
    )
    assert text(person, "checkConnection") == "The connection and the sign-in work."
    answer = person.call("listMessages")
    assert answer.is_error
    assert "not_linked: " in str(answer.content)


def test_a_chat_is_linked_with_a_code_and_unlinked(stack: Stack, aws: Aws, line: Line) -> None:
    person = newcomer(stack, aws, "mcp-linker")
    plugin = Plugin(stack, person.name)
    code = code_for(line, person.name)
    linked = plugin.call("linkChat", code=code).structured_content
    assert linked == {"linked": True, "address": "m•••r@e•••e.com"}
    line.settle()
    assert "m•••r@e•••e.com" in line.shown(person.name)[1][1]
    assert plugin.call("linkChat", code=code).is_error
    assert not plugin.call("unlinkChat").is_error
    assert plugin.call("listMessages").is_error


def test_the_conversation_is_found_and_read(line: Line, plugin: Plugin) -> None:
    page = plugin.call("listMessages", query="歯医者", order="oldest").structured_content
    assert page is not None
    first = page["messages"][0]
    assert (first["role"], first["text"]) == ("user", "歯医者は月曜日です。")
    found = json.loads(text(plugin, "search", query="歯医者 月曜日"))["results"]
    assert found[-1]["title"].endswith("user: 歯医者は月曜日です。")
    document = json.loads(text(plugin, "fetch", id=found[-1]["id"]))
    assert "user: 歯医者は月曜日です。" in document["text"]
    day = found[-1]["url"].rpartition("/")[2]
    (read,) = plugin.read(f"kaiwa://conversation/{day}").contents
    assert "歯医者は月曜日です。" in read.text  # type: ignore[union-attr]
    (page_shown,) = plugin.read("ui://kaiwa/messages.html").contents
    assert page_shown.mime_type == "text/html;profile=mcp-app"


def test_an_export_is_a_file(plugin: Plugin) -> None:
    exported = plugin.call("exportConversation", format="csv")
    assert [each.type for each in exported.content] == ["text", "resource"]


def test_a_message_is_sent_and_looked_up(line: Line, plugin: Plugin) -> None:
    sent = plugin.call("sendMessage", text="牛乳を買う", request_id="r-1").structured_content
    assert sent is not None
    line.settle()
    assert ("push", "牛乳を買う") in line.shown(plugin.name)
    state = plugin.call("getOperation", operation_id=sent["operation_id"]).structured_content
    assert state == {"operation_id": sent["operation_id"], "status": "delivered"}


def test_two_people_never_see_each_others_words(
    stack: Stack, aws: Aws, line: Line, plugin: Plugin
) -> None:
    other = newcomer(stack, aws, "mcp-other")
    link(line, other)
    line.say(other.name, "太郎の秘密です。")
    line.settle()
    theirs = Plugin(stack, other.name)

    def said_to(person: Plugin) -> str:
        """All that the reading tools tell a person."""
        return (
            text(person, "listMessages")
            + text(person, "search", query="です")
            + str(person.call("exportConversation", format="jsonl"))
        )

    with ThreadPoolExecutor(4) as at_once:
        answers = [at_once.submit(said_to, person) for person in (plugin, theirs) * 3]
        for mine, others in batched((answer.result() for answer in answers), 2, strict=True):
            assert ("歯医者" in mine, "太郎" in mine) == (True, False)
            assert ("歯医者" in others, "太郎" in others) == (False, True)
    page = plugin.call("listMessages", limit=1).structured_content
    assert page is not None
    assert "歯医者" not in str(theirs.call("listMessages", cursor=page["next_cursor"]))
    sent = plugin.call("sendMessage", text="Hi", request_id="r").structured_content
    assert sent is not None
    assert theirs.call("getOperation", operation_id=sent["operation_id"]).is_error
    found = json.loads(text(plugin, "search", query="歯医者"))["results"][-1]["id"]
    assert "歯医者" not in str(theirs.call("fetch", id=found))


def test_calls_are_logged_without_words(aws: Aws, plugin: Plugin) -> None:
    plugin.call("listMessages", query="歯医者")
    lines = [json.loads(line) for line in aws.log_lines("chatgpt") if line.startswith("{")]
    called = [line for line in lines if line["message"] == "A tool was called."]
    assert {(each["face"], each["outcome"]) for each in called} >= {("plugin", "ok")}
    assert "歯医者" not in str(lines)
