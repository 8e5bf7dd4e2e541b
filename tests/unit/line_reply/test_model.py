"""How an attempt's questions to the model share its deadline."""

import time

import pytest

from kaiwa.model.chat import ModelSettings
from line_reply.settings import ModelsSettings
from line_reply.turns import model
from line_reply.turns.model import LEAST_SECONDS, Model

CHAT = ModelSettings(
    base_url="http://127.0.0.1:1/v1",
    model="a-model",
    instructions="",
    max_output_tokens=100,
    deadline_seconds=120,
)


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

    monkeypatch.setattr(model, "Transcriber", transcriber)
    asked = Model(
        "a key", "", ModelsSettings(CHAT, "a-transcriber", None), time.monotonic() - elapsed
    )
    assert asked.seconds_left() == pytest.approx(left, abs=0.2)
    with pytest.raises(AskedError) as caught:
        asked.transcribe("recording.m4a", b"", "audio/mp4")
    assert caught.value.args == (pytest.approx(to_ask, abs=0.2),)
