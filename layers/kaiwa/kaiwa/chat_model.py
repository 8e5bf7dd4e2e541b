"""Gateway to the chat model: OpenAI's Responses API, or any server that speaks it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypedDict, cast

import openai
from openai.types import ReasoningEffort
from openai.types.responses import Response
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

from kaiwa.log import logger


class ModelUnavailableError(Exception):
    """It did not work this time. Trying again soon can help."""


class ModelTimeoutError(Exception):
    """No answer within the deadline."""


class ModelRefusedError(Exception):
    """It won't work by trying again: the request, the key or the account is not accepted."""


class PromptMessage(TypedDict):
    """One message of the prompt."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class ModelSettings:
    """How to ask. `deadline_seconds` bounds one attempt; None leaves a choice to the model."""

    base_url: str
    model: str
    instructions: str
    max_output_tokens: int
    deadline_seconds: float
    temperature: float | None = None
    reasoning_effort: str | None = None


@dataclass(frozen=True)
class ModelAnswer:
    """The answer's text without white space around it, maybe empty, and what it cost in tokens."""

    text: str
    input_tokens: int
    output_tokens: int


class ChatModel:
    """Asks the model. Nothing that it is sent is stored by OpenAI (`store=False`)."""

    def __init__(self, api_key: str, settings: ModelSettings) -> None:
        self._client = _client(api_key, settings.base_url, settings.deadline_seconds)
        self._settings = settings

    def answer(self, prompt: Sequence[PromptMessage], user: str) -> ModelAnswer:
        """The answer to the last message. `user` identifies the person to OpenAI, hashed.

        Raises `ModelUnavailableError`, `ModelTimeoutError` or `ModelRefusedError`.
        """
        started = time.perf_counter()
        try:
            response = self._client.responses.create(**self._request(prompt, user))
        except openai.APITimeoutError as error:
            raise ModelTimeoutError from error
        except openai.APIStatusError as error:
            raise _status_error(error) from error
        except (openai.APIError, ValueError) as error:  # no connection, or no JSON in a 200
            raise ModelUnavailableError from error
        answer = _read(response)
        logger().info(
            "Called the model.",
            model=self._settings.model,
            milliseconds=round((time.perf_counter() - started) * 1000),
            input_tokens=answer.input_tokens,
            output_tokens=answer.output_tokens,
        )
        return answer

    def _request(
        self, prompt: Sequence[PromptMessage], user: str
    ) -> ResponseCreateParamsNonStreaming:
        settings = self._settings
        request: ResponseCreateParamsNonStreaming = {
            "model": settings.model,
            "instructions": settings.instructions,
            "input": [{"role": m["role"], "content": m["content"]} for m in prompt],
            "max_output_tokens": settings.max_output_tokens,
            "safety_identifier": user,
            "store": False,
        }
        if settings.temperature is not None:
            request["temperature"] = settings.temperature
        if settings.reasoning_effort is not None:
            request["reasoning"] = {"effort": cast(ReasoningEffort, settings.reasoning_effort)}
        return request


@lru_cache(maxsize=1)
def _client(api_key: str, base_url: str, deadline_seconds: float) -> openai.OpenAI:
    # Retries are the queue's: they then survive a crash, and the deadline holds for each attempt.
    return openai.OpenAI(
        api_key=api_key, base_url=base_url, timeout=deadline_seconds, max_retries=0
    )


def _status_error(error: openai.APIStatusError) -> Exception:
    retryable = error.status_code in (408, 409, 429) or error.status_code >= 500
    if retryable and error.code != "insufficient_quota":  # a 429 that only paying ends
        return ModelUnavailableError(f"status {error.status_code}")
    return ModelRefusedError(f"status {error.status_code}")


def _read(response: Response) -> ModelAnswer:
    try:
        if response.status == "failed":
            raise ModelUnavailableError("the response says that it failed")
        usage = response.usage
        return ModelAnswer(
            text=_well_formed(response.output_text).strip(),
            input_tokens=usage.input_tokens if usage else 0,
            output_tokens=usage.output_tokens if usage else 0,
        )
    except (AttributeError, TypeError) as error:  # the SDK checks no shapes
        raise ModelUnavailableError("the response is not one of the Responses API") from error


def _well_formed(text: str) -> str:
    # JSON can spell half a surrogate pair. It could be neither stored nor sent.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
