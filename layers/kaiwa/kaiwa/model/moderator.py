"""Whether something is better not answered: OpenAI's moderations."""

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kaiwa.log import logger
from kaiwa.metrics import emit
from kaiwa.model.client import Client
from kaiwa.model.errors import ModelUnavailableError
from kaiwa.model.prompt import Attachment

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import ModerationMultiModalInputParam


class Moderator:
    """Asks `model` about what users send. `deadline_seconds` bounds a check as a whole.

    https://platform.openai.com/docs/guides/moderation
    """

    def __init__(self, api_key: str, base_url: str, model: str, deadline_seconds: float) -> None:
        self._client = Client(api_key, base_url, deadline_seconds)
        self._model = model
        self._deadline_seconds = deadline_seconds

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        """Whether the text or one of the images is flagged. Documents can't be checked.

        Raises `ModelUnavailableError`, `ModelTimeoutError` or `ModelRefusedError`.
        """
        started = time.perf_counter()
        images = [each.data_url for each in attachments if each.kind == "image"]
        until = started + self._deadline_seconds
        flagged = self._client.ask(
            lambda sdk: any(self._flags(sdk, inputs, until) for inputs in _inputs(text, images))
        )
        milliseconds = round((time.perf_counter() - started) * 1000)
        logger().info(
            "Moderated a message.",
            model=self._model,
            milliseconds=milliseconds,
            images=len(images),
            flagged=flagged,
        )
        emit({"ModelMilliseconds": milliseconds}, model=self._model)
        return flagged

    def _flags(
        self, sdk: "OpenAI", inputs: "str | list[ModerationMultiModalInputParam]", until: float
    ) -> bool:
        if time.perf_counter() > until:
            raise TimeoutError  # nobody waits for it any more
        answer = sdk.moderations.create(model=self._model, input=inputs)
        verdicts = {result.flagged for result in answer.results}
        if not verdicts or not verdicts <= {True, False}:  # the SDK checks no shapes
            raise ModelUnavailableError("the moderation came without a verdict")
        return True in verdicts


def _inputs(text: str, images: list[str]) -> "Iterator[str | list[ModerationMultiModalInputParam]]":
    """What each request is about: OpenAI takes one image at a time."""
    if text.strip():
        yield text
    for url in images:
        yield [{"type": "image_url", "image_url": {"url": url}}]
