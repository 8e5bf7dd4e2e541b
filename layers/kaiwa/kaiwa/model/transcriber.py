"""What was said in a recording: OpenAI's transcriptions."""

import time

from kaiwa.log import logger
from kaiwa.metrics import emit
from kaiwa.model.client import Client
from kaiwa.text import well_formed


class Transcriber:
    """Asks `model` to write recordings down. `deadline_seconds` bounds each as a whole.

    https://platform.openai.com/docs/api-reference/audio/createTranscription
    """

    def __init__(self, api_key: str, base_url: str, model: str, deadline_seconds: float) -> None:
        self._client = Client(api_key, base_url, deadline_seconds)
        self._model = model

    def transcribe(self, name: str, data: bytes, media_type: str) -> str:
        """The words without white space around them, "" if there are none.

        OpenAI tells formats by the extension of `name` (m4a, mp3, ogg, wav …) and takes 25 MB.

        Raises `ModelUnavailableError`, `ModelTimeoutError` or `ModelRefusedError`.
        """
        started = time.perf_counter()
        text = self._client.ask(
            lambda sdk: sdk.audio.transcriptions.create(
                file=(name, data, media_type), model=self._model, response_format="json"
            ).text.strip()
        )
        text = well_formed(text)
        milliseconds = round((time.perf_counter() - started) * 1000)
        logger().info(
            "Transcribed a recording.",
            model=self._model,
            milliseconds=milliseconds,
            bytes=len(data),
        )
        emit({"ModelMilliseconds": milliseconds}, model=self._model)
        return text
