"""Functions of Kaiwa's own: offered with what the model must know for them, and called."""

from dataclasses import replace

import httpx
import pytest

from kaiwa.model.chat import ChatModel
from kaiwa.model.functions import FunctionCall, Functions
from tests.unit.kaiwa.model.stand import OpenAIStand
from tests.unit.kaiwa.model.test_tools import CODE
from tests.unit.simulator.harness import KEY
from tests.unit.simulator.test_openai_functions import TOOL

FUNCTIONS = Functions([TOOL], "It is 2026-11-22.")


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


def test_a_call_is_read_and_everything_else_as_it_was(stand: OpenAIStand) -> None:
    model = ChatModel(KEY, replace(stand.settings, tools=[CODE], functions=FUNCTIONS))
    answer = model.answer([{"role": "user", "content": "10分後に会議と教えて"}], "a", "In a group.")
    arguments = '{"minutes_from_now": 10, "at": null, "words": "会議"}'
    assert (answer.text, answer.calls) == ("", (FunctionCall("later", arguments),))
    (request,) = stand.requests()
    assert request["tools"] == [CODE, TOOL]
    assert request["instructions"].endswith("In a group.\n\nIt is 2026-11-22.")


def test_where_nothing_is_to_be_looked_up_none_is_offered(stand: OpenAIStand) -> None:
    model = ChatModel(KEY, replace(stand.settings, functions=FUNCTIONS))
    model.answer([{"role": "user", "content": "10分後に会議と教えて"}], "a", tools=False)
    (request,) = stand.requests()
    assert ("tools" in request, request["instructions"]) == (False, "Be kind.")
