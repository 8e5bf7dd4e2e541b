"""OpenAI's SDK under a deadline, with errors that callers can act upon."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from kaiwa.faults import NO_ANSWER, REFUSED, UNAVAILABLE, count_fault
from kaiwa.model.errors import (
    InputRefusedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    PictureRefusedError,
)

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

ONLY_PAYING_HELPS = ("insufficient_quota", "billing_not_active", "billing_hard_limit_reached")
"""Codes of a 429 that comes again however often one tries."""
BAD_INPUT = (400, 413, 415, 422)
PICTURE_BLOCKED = "moderation_blocked"
"""See `kaiwa.model.drawing.BLOCKED`."""
FAULTS: Mapping[type[Exception], str] = {
    InputRefusedError: "input refused",
    ModelRefusedError: REFUSED,
    ModelTimeoutError: NO_ANSWER,
    ModelUnavailableError: UNAVAILABLE,
    PictureRefusedError: "input refused",
}


def load() -> None:
    """Import OpenAI's SDK, which takes a second, before something else is loaded beside it."""
    import openai  # noqa: F401


class Client:
    """The way to one server. `deadline_seconds` bounds each question as a whole."""

    def __init__(self, api_key: str, base_url: str, deadline_seconds: float) -> None:
        self._api_key = api_key
        self._base_url = base_url
        self._deadline_seconds = deadline_seconds

    def ask[T](self, question: Callable[["OpenAI"], T]) -> T:
        """What `question` returns, given the SDK. It may make several calls.

        Raises `ModelUnavailableError`, `ModelTimeoutError` or `ModelRefusedError`, of which
        `InputRefusedError` is one.
        """
        try:
            return self._ask(question)
        except (ModelRefusedError, ModelTimeoutError, ModelUnavailableError) as error:
            count_fault("openai", FAULTS[type(error)])
            raise

    def _ask[T](self, question: Callable[["OpenAI"], T]) -> T:
        import openai

        sdk = _sdk(self._api_key, self._base_url).with_options(timeout=self._deadline_seconds)
        try:
            return self._within_deadline(lambda: question(sdk))
        except (openai.APITimeoutError, TimeoutError) as error:
            raise ModelTimeoutError from error
        except openai.APIStatusError as error:
            raise _status_error(error) from error
        except (openai.APIError, ValueError) as error:  # no connection, or no JSON in a 200
            raise ModelUnavailableError from error
        except (AttributeError, TypeError, LookupError) as error:  # the SDK checks no shapes
            raise ModelUnavailableError("the answer has another shape than OpenAI's") from error

    def _within_deadline[T](self, question: Callable[[], T]) -> T:
        """The SDK's time-out bounds each wait only: a server that trickles would outlast it."""
        executor = ThreadPoolExecutor(max_workers=1)
        try:
            return executor.submit(question).result(timeout=self._deadline_seconds)
        finally:
            executor.shutdown(wait=False)


@lru_cache(maxsize=1)
def _sdk(api_key: str, base_url: str) -> "OpenAI":
    # Retries are the queue's: they then survive a crash, and the deadline holds for each attempt.
    from openai import OpenAI

    return OpenAI(api_key=api_key, base_url=base_url, max_retries=0)


def _status_error(error: "APIStatusError") -> Exception:
    if error.code == PICTURE_BLOCKED:
        return PictureRefusedError(f"request {error.request_id}")
    retryable = error.status_code in (408, 409, 429) or error.status_code >= 500
    reason = f"status {error.status_code}, code {error.code}, request {error.request_id}"
    if retryable and error.code not in ONLY_PAYING_HELPS:
        return ModelUnavailableError(reason)
    return (InputRefusedError if error.status_code in BAD_INPUT else ModelRefusedError)(reason)
