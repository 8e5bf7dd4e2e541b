"""How an attempt's questions to the model share its deadline."""

import time

import pytest

from kaiwa.model import models
from kaiwa.model.chat import ModelSettings
from kaiwa.model.models import LEAST_SECONDS, Model
from kaiwa.model.settings import ModelsSettings
from kaiwa.model.suggestions import instruction
from tests.fakes.aws import FakeParameters

CHAT = ModelSettings(
    base_url="http://127.0.0.1:1/v1",
    model="a-model",
    instructions="",
    max_output_tokens=100,
    deadline_seconds=120,
)


@pytest.mark.parametrize(("value", "number"), [(None, 0), ("", 0), ("0", 0), ("2", 2)])
def test_as_many_suggestions_are_asked_for_as_the_operator_wants(
    value: str | None, number: int
) -> None:
    environ = dict.fromkeys(("OPENAI_BASE_URL", "OPENAI_MODEL", "TRANSCRIPTION_MODEL"), "x")
    environ |= {"OPENAI_MAX_OUTPUT_TOKENS": "9", "ANSWER_DEADLINE_SECONDS": "9"}
    environ |= {
        "HAS_TOOLS": "false",
        **({"SUGGESTED_QUESTIONS": value} if value is not None else {}),
    }
    model = Model(ModelsSettings.from_environment(environ), FakeParameters().read)
    assert model.next_words() == (instruction(number) if number else "")


class AskedError(Exception):
    """Carries the deadline that a question had."""


@pytest.mark.parametrize(
    ("elapsed", "left", "to_ask"), [(20, 100, 100), (119.5, 0.5, LEAST_SECONDS), (150, -30, 1)]
)
def test_downloads_get_what_is_left_and_the_model_at_least_a_second(
    monkeypatch: pytest.MonkeyPatch, elapsed: float, left: float, to_ask: float
) -> None:
    def transcriber(key: str, base_url: str, name: str, deadline_seconds: float) -> None:
        raise AskedError(deadline_seconds)

    monkeypatch.setattr(models, "Transcriber", transcriber)
    settings = ModelsSettings(CHAT, "a-transcriber", None)
    parameters = FakeParameters(OPEN_AI_API_KEY="a key")
    asked = Model(settings, parameters.read, time.monotonic() - elapsed)
    assert asked.seconds_left() == pytest.approx(left, abs=0.2)
    with pytest.raises(AskedError) as caught:
        asked.transcribe("recording.m4a", b"", "audio/mp4")
    assert caught.value.args == (pytest.approx(to_ask, abs=0.2),)
