"""The chat model: OpenAI's Responses API."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from kaiwa.log import described, logger
from kaiwa.metrics import emit
from kaiwa.model import drawing
from kaiwa.model.answer import ModelAnswer, read
from kaiwa.model.client import Client
from kaiwa.model.drawing import DrawingSettings, Draws
from kaiwa.model.functions import Functions
from kaiwa.model.prices import TokenPrices, ToolPrices
from kaiwa.model.prompt import PromptMessage, as_input
from kaiwa.model.suggestions import MARKER
from kaiwa.model.tool_calls import ToolCall, calls_in, tell
from kaiwa.model.tools import INSTRUCTIONS, OUT_OF_ORDER, Tool

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import ReasoningEffort
    from openai.types.responses import Response, ToolParam
    from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

__all__ = ["ChatModel", "ModelAnswer", "ModelSettings"]


@dataclass(frozen=True)
class ModelSettings:
    """How to ask. `deadline_seconds` bounds an attempt as a whole.

    None leaves a choice to the model, which may use the `tools`, and ask for the `functions`.
    Without `token_prices` nobody knows what answers cost, without `tool_prices` what tools do.
    Prompts with the same `cache_key`, of 64 characters at most, are likely to begin alike.
    https://developers.openai.com/api/docs/guides/prompt-caching
    `draws` says whether a picture may or must come with the answer, drawn as `drawing` says.
    """

    base_url: str
    model: str
    instructions: str
    max_output_tokens: int
    deadline_seconds: float
    temperature: float | None = None
    reasoning_effort: str | None = None
    tools: Sequence[Tool] = ()
    functions: Functions | None = None
    token_prices: TokenPrices | None = None
    tool_prices: ToolPrices | None = None
    cache_key: str | None = None
    drawing: DrawingSettings = field(default_factory=DrawingSettings)
    draws: Draws = Draws.NO


class ChatModel:
    """Asks the model. Nothing that it is sent is stored by OpenAI (`store=False`)."""

    def __init__(self, api_key: str, settings: ModelSettings) -> None:
        self._client = Client(api_key, settings.base_url, settings.deadline_seconds)
        self._settings = settings

    def answer(
        self,
        prompt: Sequence[PromptMessage],
        user: str,
        more_instructions: str = "",
        *,
        instructions: str | None = None,
        max_output_tokens: int | None = None,
        tools: bool = True,
    ) -> ModelAnswer:
        """The answer to the last message. `user` identifies the person to OpenAI, hashed.

        `instructions` replace the operator's, `more_instructions` follow after a blank line,
        `max_output_tokens` replaces the operator's limit; without `tools` nothing is looked up.
        If suggestions are asked for in the instructions, they are taken off the answer.

        Raises `ModelUnavailableError`, `ModelTimeoutError` or `ModelRefusedError`.
        """
        settings, started = self._settings, time.perf_counter()
        leading = settings.instructions if instructions is None else instructions
        given: list[Any] = [*(settings.tools if tools else ())]
        standing = [INSTRUCTIONS] if given else []
        if settings.draws is not Draws.NO:
            given.append(settings.drawing.tool())
            standing.append(drawing.INSTRUCTIONS)
        if settings.draws is Draws.MUST:
            standing.append(drawing.DRAW)
        own = settings.functions if tools else None
        if own:
            given += own.tools
        note = own.note if own else ""
        whole = "\n\n".join(filter(None, (leading, *standing, more_instructions, note)))
        request: ResponseCreateParamsNonStreaming = {
            "model": settings.model,
            "instructions": whole,
            "input": [*as_input(prompt)],
            "max_output_tokens": max_output_tokens or settings.max_output_tokens,
            "safety_identifier": user,
            "store": False,
        }
        if settings.temperature is not None:
            request["temperature"] = settings.temperature
        if settings.reasoning_effort is not None:
            request["reasoning"] = {"effort": cast("ReasoningEffort", settings.reasoning_effort)}
        if settings.cache_key is not None:
            request["prompt_cache_key"] = settings.cache_key
        if given:
            request["tools"] = cast("list[ToolParam]", given)
        if settings.draws is Draws.MUST:
            request["tool_choice"] = {"type": "image_generation"}
        answer, calls, response = self._client.ask(
            lambda sdk: (
                read(response := _asked(sdk, request), suggests=MARKER in whole),
                calls_in(response),
                response,
            )
        )
        milliseconds = round((time.perf_counter() - started) * 1000)
        logger().info(
            "Called the model.",
            model=settings.model,
            response_id=response.id,
            status=response.status,
            milliseconds=milliseconds,
            input_tokens=answer.input_tokens,
            output_tokens=answer.output_tokens,
            cached_tokens=answer.cached_tokens,
        )
        cost = self._tools_cost(calls)
        tell(calls, milliseconds, cost)
        self._measure(answer, milliseconds, cost)
        return answer

    def _tools_cost(self, calls: Sequence[ToolCall]) -> float | None:
        prices = self._settings.tool_prices
        return prices.cost(call.kind for call in calls if call.is_billed) if prices else None

    def _measure(self, answer: ModelAnswer, milliseconds: int, of_tools: float | None) -> None:
        used = answer.input_tokens, answer.output_tokens, answer.cached_tokens
        values: dict[str, float] = {
            "ModelMilliseconds": milliseconds,
            "InputTokens": used[0],
            "OutputTokens": used[1],
            "CachedTokens": used[2],
        }
        if prices := self._settings.token_prices:
            values["Cost"] = prices.cost(*used) + (of_tools or 0)
        emit(values, model=self._settings.model)


def _asked(sdk: "OpenAI", request: "ResponseCreateParamsNonStreaming") -> "Response":
    """The response. It does without the tools of one kind if that is why OpenAI does not answer."""
    import openai

    tools = cast("Sequence[Tool]", request.get("tools") or ())
    try:
        return sdk.responses.create(**request)
    except openai.APIStatusError as error:
        kind = OUT_OF_ORDER.get(error.status_code)
        rest = [tool for tool in tools if tool["type"] != kind]
        if kind is None or len(rest) == len(tools):
            raise
        logger().error("Asked without a tool that failed.", tool=kind, failure=described(error))
        emit({"ToolCalls": 1}, tool=kind, end="failed")
        again = request.copy()
        again["tools"] = cast("list[ToolParam]", rest)
        return sdk.responses.create(**again)
