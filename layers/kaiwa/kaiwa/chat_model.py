"""Gateway to the chat model: OpenAI's Responses API, or any server that speaks it."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypedDict, cast

import openai
from openai.types import ReasoningEffort
from openai.types.responses import Response
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

from kaiwa.log import logger

ONLY_PAYING_HELPS = ("insufficient_quota", "billing_not_active", "billing_hard_limit_reached")
"""Codes of a 429 that comes again however often one tries."""
PASSING_FAILURES = ("server_error", "rate_limit_exceeded", None)
CUT_OFF = " …"
"""Follows an answer that reached the most that it may have in tokens."""


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
    """How to ask. `deadline_seconds` bounds an attempt as a whole.

    None leaves a choice to the model.
    """

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
            response = self._within_deadline(self._request(prompt, user))
        except (openai.APITimeoutError, TimeoutError) as error:
            raise ModelTimeoutError from error
        except openai.APIStatusError as error:
            raise _status_error(error) from error
        except (openai.APIError, ValueError) as error:  # no connection, or no JSON in a 200
            raise ModelUnavailableError from error
        answer = _read(response)
        logger().info(
            "Called the model.",
            model=self._settings.model,
            response_id=response.id,
            status=response.status,
            milliseconds=round((time.perf_counter() - started) * 1000),
            input_tokens=answer.input_tokens,
            output_tokens=answer.output_tokens,
        )
        return answer

    def _within_deadline(self, request: ResponseCreateParamsNonStreaming) -> Response:
        """The SDK's time-out bounds each wait only: a server that trickles would outlast it."""
        executor = ThreadPoolExecutor(max_workers=1)
        try:
            call = executor.submit(lambda: self._client.responses.create(**request))
            return call.result(timeout=self._settings.deadline_seconds)
        finally:
            executor.shutdown(wait=False)

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
    reason = f"status {error.status_code}, code {error.code}, request {error.request_id}"
    if retryable and error.code not in ONLY_PAYING_HELPS:
        return ModelUnavailableError(reason)
    return ModelRefusedError(reason)


def _read(response: Response) -> ModelAnswer:
    try:
        if response.status == "failed":
            raise _failure(response)
        text, usage = _well_formed(response.output_text).strip(), response.usage
        if text and response.status == "incomplete":
            text += CUT_OFF
        return ModelAnswer(
            text=text,
            input_tokens=usage.input_tokens if usage else 0,
            output_tokens=usage.output_tokens if usage else 0,
        )
    except (AttributeError, TypeError) as error:  # the SDK checks no shapes
        raise ModelUnavailableError("the response is not one of the Responses API") from error


def _failure(response: Response) -> Exception:
    code = response.error.code if response.error else None
    if code in PASSING_FAILURES:
        return ModelUnavailableError(f"the response failed, code {code}")
    return ModelRefusedError(f"the response failed, code {code}")


def _well_formed(text: str) -> str:
    # JSON can spell half a surrogate pair. It could be neither stored nor sent.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
