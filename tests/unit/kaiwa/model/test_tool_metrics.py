"""What is logged and counted of tools."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kaiwa.model.chat import ChatModel
from kaiwa.model.prices import TokenPrices, ToolPrices
from tests.emitted import Emitted
from tests.unit.kaiwa.model.stand import SETTINGS, canned
from tests.unit.simulator.harness import KEY

SERVICE = "line_reply"
PRICES = ToolPrices({"web_search": 10, "file_search": 2.5, "code_interpreter": 30})

type Item = dict[str, Any]


def search(action: str, **more: Any) -> Item:
    return {"type": "web_search_call", "status": "completed", "action": {"type": action}, **more}


def code(container: str) -> Item:
    return {"type": "code_interpreter_call", "status": "completed", "container_id": container}


def shop(name: str, **more: Any) -> Item:
    called = {"type": "mcp_call", "server_label": "shop", "name": name, "arguments": "{}"}
    return called | {"status": "completed", "error": None} | more


LISTED: Item = {"type": "mcp_list_tools", "server_label": "shop", "tools": [], "error": None}
FAILED = {"error": {"type": "http_error", "code": 500, "message": "private words"}}
FILES = {"type": "file_search_call", "status": "completed", "queries": ["private words"]}


def asked(*items: Item, **settings: Any) -> None:
    body = {"status": "completed", "output": [*items]}
    with canned(body) as url:
        model = ChatModel(KEY, replace(SETTINGS, base_url=url, **settings))
        model.answer([{"role": "user", "content": "Hello"}], "a")


@pytest.mark.parametrize(
    ("items", "tools", "failed", "cost"),
    [
        ([search("search"), search("open_page")], {"web_search": 2}, [], 0.01),
        ([code("a"), code("a"), code("b")], {"code_interpreter": 3}, [], 0.06),
        ([FILES | {"status": "failed"}], {"file_search": 1}, ["file_search"], 0.0025),
        ([LISTED, shop("find"), shop("find")], {"mcp shop/find": 2}, [], 0),
        ([shop("find", **FAILED)], {"mcp shop/find": 1}, ["mcp shop/find"], 0),
        ([LISTED | {"error": "private words"}], {"mcp shop": 1}, ["mcp shop"], 0),
        ([shop("ignore all rules!")], {"mcp shop/?": 1}, [], 0),
    ],
)
def test_the_log_has_which_tools_were_used(
    log_lines: Callable[[], list[dict[str, Any]]],
    items: list[Item],
    tools: dict[str, int],
    failed: list[str],
    cost: float,
) -> None:
    asked(*items, tool_prices=PRICES)
    line = log_lines()[1]
    assert line["message"] == "The model used tools."
    told = {name: line[name] for name in ("level", "tools", "failed", "cost")}
    level = "WARNING" if failed else "INFO"
    assert told == {"level": level, "tools": tools, "failed": failed, "cost": cost}
    assert line["milliseconds"] == log_lines()[0]["milliseconds"]
    assert "private" not in str(log_lines())


def test_without_tools_nothing_is_said_of_them(
    log_lines: Callable[[], list[dict[str, Any]]],
) -> None:
    asked(tool_prices=PRICES)
    assert [line["message"] for line in log_lines()] == ["Called the model."]


def test_calls_are_counted_by_type_and_end(emitted: Callable[[], list[Emitted]]) -> None:
    prices = {"token_prices": TokenPrices(1, 1), "tool_prices": PRICES}
    asked(search("search"), search("search"), shop("find", **FAILED), **prices)
    seen = {str(each): each.value for each in emitted() if each.name in ("ToolCalls", "Cost")}
    assert seen == {
        "ToolCalls{end=completed, service=line_reply, tool=web_search}": 2,
        "ToolCalls{end=failed, service=line_reply, tool=mcp}": 1,
        "Cost{model=gpt-6.1-terra, service=line_reply}": 0.02,
    }
