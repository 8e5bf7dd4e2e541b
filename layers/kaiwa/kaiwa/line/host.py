"""Plain HTTP to one of LINE's hosts, and the log of every call.

LINE itself supplies no logs, so each line has LINE's request id.
https://developers.line.biz/en/docs/messaging-api/development-guidelines/#save-logs
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

from kaiwa.faults import NO_ANSWER, REFUSED, THROTTLED, UNAVAILABLE, count_fault
from kaiwa.log import described, logger
from kaiwa.metrics import emit

FRESH_CONNECTION = {"Connection": "close"}
"""Between two events Lambda drops idle connections unseen. A reply on such a one would fail as if
it might have arrived.
"""
QUICK = urllib3.Timeout(connect=1, read=2)
"""For calls that an answer is not to wait for."""


@dataclass(frozen=True)
class Host:
    """`base_url` has no path; the token is the channel's."""

    base_url: str
    access_token: str

    def call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        timeout: urllib3.Timeout = QUICK,
        stream: bool = False,
    ) -> urllib3.BaseHTTPResponse:
        """LINE's answer, whatever its status; with `stream` its body is yet to be read.

        Raises urllib3's `HTTPError` if there is none.
        """
        started = time.perf_counter()
        try:
            response = urllib3.request(
                method,
                self.base_url + path,
                json=json,
                headers={"Authorization": f"Bearer {self.access_token}", **FRESH_CONNECTION},
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=not stream,
            )
        except urllib3.exceptions.HTTPError as error:
            log_no_answer(operation, error)
            raise
        log_call(operation, response.status, response.headers, started)
        return response

    def try_to(
        self, operation: str, method: str, path: str, *, json: Mapping[str, Any] | None = None
    ) -> urllib3.BaseHTTPResponse | None:
        """The same for what may fail: None, and a line in the log, if there is no answer."""
        try:
            return self.call(operation, method, path, json=json)
        except urllib3.exceptions.HTTPError:
            return None


def log_call(
    operation: str, status: int | None, headers: Mapping[str, str] | None, started: float
) -> None:
    """Log that LINE answered. `started` is `time.perf_counter()` before the call."""
    milliseconds = round((time.perf_counter() - started) * 1000)
    logger().info(
        "Called LINE.",
        operation=operation,
        status=status,
        x_line_request_id=(headers or {}).get("x-line-request-id"),
        milliseconds=milliseconds,
    )
    emit({"LineMilliseconds": milliseconds}, operation=operation)
    if kind := _fault(status or 0):
        count_fault("line", kind)


def _fault(status: int) -> str | None:
    """What kind of fault the status tells of. Other refusals are about the call, not about LINE."""
    match status:
        case 401:
            return REFUSED
        case 403:
            return "forbidden"
        case 429:
            return THROTTLED
    return UNAVAILABLE if status >= 500 else None


def log_no_answer(operation: str, error: Exception) -> None:
    """Log that LINE did not answer."""
    count_fault("line", NO_ANSWER)
    logger().warning("A call to LINE got no answer.", operation=operation, failure=described(error))
