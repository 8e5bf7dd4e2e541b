"""The operator's tools: as OpenAI gets them, and what is done if one can't be had."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.chat import ChatModel
from kaiwa.model.errors import ModelRefusedError
from kaiwa.model.models import Models
from kaiwa.model.prompt import PromptMessage
from kaiwa.model.tools import INSTRUCTIONS, Tool, read_tools
from kaiwa.parameters import UnsetSecretError
from tests.fakes.aws import FakeParameters
from tests.unit.kaiwa.model.stand import OpenAIStand
from tests.unit.simulator.harness import KEY, MODEL

type Lines = Callable[[], list[dict[str, Any]]]

CODE: Tool = {"type": "code_interpreter", "container": {"type": "auto"}}
SHOP: Tool = {
    "type": "mcp",
    "server_label": "shop",
    "server_url": "https://shop.example.com/mcp",
    "require_approval": "never",
}
HELLO: list[PromptMessage] = [{"role": "user", "content": "Use the tool"}]


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


def ask(stand: OpenAIStand, *tools: Tool, words: str = "Use the tool") -> ModelAnswer:
    model = ChatModel(KEY, replace(stand.settings, tools=tools))
    return model.answer([{"role": "user", "content": words}], "a", "In a group.")


def test_tools_come_with_what_holds_for_them(stand: OpenAIStand) -> None:
    ask(stand, SHOP, CODE)
    (request,) = stand.requests()
    assert (request["tools"], request["instructions"]) == (
        [SHOP, CODE],
        f"Be kind.\n\n{INSTRUCTIONS}\n\nIn a group.",
    )


def test_a_deployments_tools_are_read_with_their_secrets(stand: OpenAIStand) -> None:
    environ = {
        "OPENAI_BASE_URL": stand.url,
        "OPENAI_MODEL": MODEL,
        "OPENAI_MAX_OUTPUT_TOKENS": "100",
        "ANSWER_DEADLINE_SECONDS": "5",
        "TRANSCRIPTION_MODEL": "gpt-transcribe",
        "HAS_TOOLS": "true",
    }
    parameters = FakeParameters(
        OPEN_AI_API_KEY=KEY,
        OPENAI_INSTRUCTIONS="Be kind.",
        OPENAI_TOOLS=json.dumps([SHOP | {"authorization_secret": "SHOP_TOKEN"}]),
        SHOP_TOKEN="for the shop",
    )
    models = Models(environ, parameters.read)
    models.begin().answer(HELLO, "a")
    models.begin().answer(HELLO, "a", tools=False)
    del parameters.values["OPENAI_TOOLS"]
    Models(environ | {"HAS_TOOLS": "false"}, parameters.read).begin().answer(HELLO, "a")
    tools = [request.get("tools") for request in stand.requests()]
    assert tools == [[SHOP | {"authorization": "for the shop"}], None, None]


def test_a_tool_whose_secret_was_never_set_is_left_out(log_lines: Lines) -> None:
    def read(name: str) -> str:
        raise UnsetSecretError(name)

    shop = SHOP | {"authorization_secret": "SHOP_TOKEN"}
    assert read_tools(json.dumps([shop, CODE]), read) == [CODE]
    (line,) = log_lines()
    told = {name: line[name] for name in ("level", "message", "server_label")}
    assert told == {"level": "ERROR", "message": "A tool is left out.", "server_label": "shop"}
    assert line["failure"]["error"] == "kaiwa.parameters.UnsetSecretError"


GONE: Tool = {"type": "file_search", "vector_store_ids": ["vs_gone"]}


@pytest.mark.parametrize(("tool", "kind"), [(SHOP, "mcp"), (GONE, "file_search")])
def test_a_tool_that_is_out_of_order_does_not_keep_the_answer_back(
    stand: OpenAIStand, log_lines: Lines, tool: Tool, kind: str
) -> None:
    if tool == SHOP:
        stand.fail("status", status=424)
    assert ask(stand, tool, CODE, words="Hello").text == 'You said "Hello".'
    assert [request["tools"] for request in stand.requests()] == [[tool, CODE], [CODE]]
    told = [(line["level"], line["message"], line.get("tool")) for line in log_lines()]
    assert told == [
        ("ERROR", "Asked without a tool that failed.", kind),
        ("INFO", "Called the model.", None),
    ]


@pytest.mark.parametrize("status", [404, 424])
def test_what_is_no_fault_of_a_tool_is_a_refusal(stand: OpenAIStand, status: int) -> None:
    stand.fail("status", status=status)
    with pytest.raises(ModelRefusedError):
        ask(stand, CODE)
    assert len(stand.requests()) == 1


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Use the tool", 'You said "Use the tool". The tool says: It works.\n\n- `shop`'),
        ("Hello", 'You said "Hello".'),
    ],
)
def test_a_server_that_had_something_to_say_is_a_source(
    stand: OpenAIStand, words: str, text: str
) -> None:
    assert ask(stand, SHOP, words=words).text == text


def test_a_tool_that_failed_is_no_source(stand: OpenAIStand) -> None:
    stand.fail("tool_failure")
    assert ask(stand, SHOP).text == 'You said "Use the tool". The tool failed.'


def test_files_that_code_made_are_not_linked_to(stand: OpenAIStand) -> None:
    answer = ask(stand, CODE, words="Calculate it")
    assert (answer.text, answer.has_files) == (
        'You said "Calculate it". It is 42: the plot',
        True,
    )
