"""The service that has the models, for the operator: whether it does what line_reply asks of it."""

import io
import wave
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, cast

from scripts.deployment import Deployment

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI
    from openai.types import ReasoningEffort
    from openai.types.responses import ToolParam
    from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

MODEL_KEY = "OPEN_AI_API_KEY"
LEAST_OUTPUT_TOKENS = 16
"""Which the Responses API takes."""
PATIENCE_SECONDS = 60
SAMPLES_A_SECOND = 16_000
VARIABLES = {
    "instructions": "openai_instructions",
    "reasoning": "openai_reasoning_effort",
    "temperature": "openai_temperature",
    "tools": "openai_tools",
}
"""Part of a request → the Terraform variable that it is of."""
REMEDIES = {
    400: "It does not take {variable} as it is: set it otherwise and run `make apply`.",
    401: "It does not accept the key: make a new one and run `make secrets`.",
    403: "The key's project may not use the model: look at the project's settings.",
    404: "There is no such model for this key: set {variable} and run `make apply`.",
    424: "A server of openai_tools does not answer as MCP wants: look at it, and at its token.",
    429: "Too many requests, or no credit: look at the account's limits and billing.",
}
NO_MODEL = "Look at openai_base_url, at the network, and at the service's status page."


class ModelServiceError(Exception):
    """A model did not do as asked, and what to do about it, in a sentence or two.

    OpenAI's own words are not in it: they may quote a part of the key.
    """


class ModelService:
    """One service, with one key. Each call raises `ModelServiceError` if it fails."""

    def __init__(self, base_url: str, api_key: str) -> None:
        from openai import OpenAI

        self._base_url = base_url
        self._sdk = OpenAI(
            api_key=api_key, base_url=base_url, timeout=PATIENCE_SECONDS, max_retries=0
        )

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        """The deployment's. Raises `UnsetSecretError`."""
        return cls(deployment["openai_base_url"], deployment.secret(MODEL_KEY))

    def answer(
        self,
        model: str,
        instructions: str,
        temperature: float | None,
        reasoning_effort: str | None,
        tools: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """A question that takes next to no tokens, asked as line_reply asks."""
        request: ResponseCreateParamsNonStreaming = {
            "model": model,
            "instructions": instructions,
            "input": "Say OK.",
            "max_output_tokens": LEAST_OUTPUT_TOKENS,
            "safety_identifier": "make doctor",
            "store": False,
        }
        if temperature is not None:
            request["temperature"] = temperature
        if reasoning_effort is not None:
            request["reasoning"] = {"effort": cast("ReasoningEffort", reasoning_effort)}
        if tools:
            request["tools"] = cast("list[ToolParam]", [*tools])
        self._ask(
            model,
            "openai_model",
            lambda sdk: sdk.responses.create(**request).status in ("completed", "incomplete"),
        )

    def judge(self, model: str) -> None:
        """A harmless word."""
        self._ask(
            model,
            "moderation_model",
            lambda sdk: bool(sdk.moderations.create(model=model, input="OK").results),
        )

    def write_down(self, model: str) -> None:
        """A second of silence. To ask only whether the model exists takes a right of its own."""
        recording = ("silence.wav", silence(), "audio/wav")
        self._ask(
            model,
            "transcription_model",
            lambda sdk: isinstance(
                sdk.audio.transcriptions.create(
                    file=recording, model=model, response_format="json"
                ).text,
                str,
            ),
        )

    def _ask(self, model: str, variable: str, question: Callable[["OpenAI"], bool]) -> None:
        """`question` says whether the answer has the right shape: the SDK checks none."""
        import openai

        try:
            if question(self._sdk):
                return
        except openai.APIStatusError as error:
            raise ModelServiceError(self._refusal(error, model, variable)) from error
        except (openai.APIError, ValueError) as error:
            raise ModelServiceError(f"{self._base_url} gives no answer. {NO_MODEL}") from error
        except (AttributeError, TypeError):
            pass
        raise ModelServiceError(f"{self._base_url} gives no answer as OpenAI does. {NO_MODEL}")

    def _refusal(self, error: "APIStatusError", model: str, variable: str) -> str:
        part = str(error.param).partition(".")[0].partition("[")[0]
        remedy = REMEDIES.get(error.status_code, NO_MODEL)
        told = remedy.format(variable=VARIABLES.get(part, variable))
        return f"{self._base_url} answers {error.status_code} for {model}. {told}"


def silence() -> bytes:
    """A second of it, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SAMPLES_A_SECOND)
        recording.writeframes(bytes(2 * SAMPLES_A_SECOND))
    return file.getvalue()
