"""Gateway to LINE's Messaging API. Texts only: what they say and when is for the callers.

Every call is logged with LINE's request id, because LINE itself supplies no logs.
https://developers.line.biz/en/docs/messaging-api/development-guidelines/#save-logs
"""

import importlib
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

import urllib3

from kaiwa.log import described, logger

if TYPE_CHECKING:
    from linebot.v3.messaging import ApiException, ApiResponse, MessagingApi, TextMessage

BUBBLES_A_CALL = 5
"""The most messages that LINE takes in one call."""
ALREADY_ACCEPTED = 409
"""What LINE answers to a push whose retry key it has seen."""
CONNECT_SECONDS = 3
READ_SECONDS = 10
FRESH_CONNECTION = {"Connection": "close"}
"""Between two events Lambda drops idle connections unseen. A reply on such a one would fail as if
it might have arrived.
"""
LOADING_TIMEOUT = urllib3.Timeout(connect=1, read=2)
LOADING_SECONDS = 60
"""The longest that LINE shows the loading animation; a message ends it sooner."""


class InvalidReplyTokenError(Exception):
    """The reply token is used or expired: this call delivered nothing."""


class LineUnavailableError(Exception):
    """LINE took no notice of this call: too many of them, no connection, or a bad access token.

    Trying again later can help.
    """


class LineUnclearError(Exception):
    """The call may have taken effect, or not."""


class LineRefusedError(Exception):
    """LINE refused the call, for good."""


class Line:
    """The bot's side of its chats. `base_url` has no path."""

    def __init__(self, base_url: str, access_token: str) -> None:
        self._base_url = base_url
        self._access_token = access_token

    def show_loading(self, user_id: str) -> None:
        """Show that an answer is on its way, in a one-to-one chat. A failure is only logged.

        Plain HTTP: it must be on the screen at once, and the SDK takes over a second to import.
        https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator
        """
        started = time.perf_counter()
        try:
            response = urllib3.request(
                "POST",
                f"{self._base_url}/v2/bot/chat/loading/start",
                json={"chatId": user_id, "loadingSeconds": LOADING_SECONDS},
                headers={"Authorization": f"Bearer {self._access_token}", **FRESH_CONNECTION},
                timeout=LOADING_TIMEOUT,
                retries=False,
            )
        except urllib3.exceptions.HTTPError as error:
            logger().warning("The loading animation could not be shown.", failure=described(error))
        else:
            _log_call("loading", response.status, response.headers, started)

    def preload(self) -> None:
        """Import LINE's SDK beside what comes next, so that it is there when the answer is."""
        threading.Thread(
            target=importlib.import_module, args=("linebot.v3.messaging",), daemon=True
        ).start()

    def reply(self, reply_token: str, texts: Sequence[str]) -> None:
        """Send up to 5 texts, free of charge, with a token that works once within a minute.

        Raises any of this module's errors.
        https://developers.line.biz/en/reference/messaging-api/#send-reply-message
        """
        from linebot.v3.messaging import ReplyMessageRequest

        request = ReplyMessageRequest(replyToken=reply_token, messages=_bubbles(texts))
        self._call("reply", partial(self._api.reply_message_with_http_info, request))

    def push(self, to: str, texts: Sequence[str], retry_key: str) -> None:
        """Send up to 5 texts, counted against the quota. To repeat it with the same key is safe.

        Raises any of this module's errors but `InvalidReplyTokenError`.
        https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
        """
        from linebot.v3.messaging import PushMessageRequest

        request = PushMessageRequest(to=to, messages=_bubbles(texts))
        send = partial(self._api.push_message_with_http_info, request, x_line_retry_key=retry_key)
        self._call("push", send)

    def _call(self, operation: str, send: "Callable[..., ApiResponse]") -> None:
        from linebot.v3.messaging import ApiException

        started = time.perf_counter()
        try:
            response = send(_request_timeout=(CONNECT_SECONDS, READ_SECONDS))
        except ApiException as error:
            _log_call(operation, error.status, error.headers, started)
            if error.status != ALREADY_ACCEPTED:
                raise _status_error(error) from error
        except urllib3.exceptions.HTTPError as error:
            logger().warning(
                "A call to LINE got no answer.", operation=operation, failure=described(error)
            )
            raise _connection_error(error) from error
        except ValueError as error:
            # The SDK reads the body of a 200 last: LINE accepted the call, whatever it says of it.
            logger().warning("LINE's answer is of an unknown shape.", failure=described(error))
        else:
            _log_call(operation, response.status_code, response.headers, started)

    @cached_property
    def _api(self) -> "MessagingApi":
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

        configuration = Configuration(host=self._base_url, access_token=self._access_token)
        client = ApiClient(configuration)
        client.default_headers.update(FRESH_CONNECTION)
        return MessagingApi(client)


def _bubbles(texts: Sequence[str]) -> "list[TextMessage]":
    from linebot.v3.messaging import TextMessage

    return [TextMessage(text=text) for text in texts]


def _message(error: "ApiException") -> str:
    try:
        return str(json.loads(error.body)["message"])
    except (KeyError, TypeError, ValueError):
        return ""


def _status_error(error: "ApiException") -> Exception:
    status = error.status or 0
    if status == 400 and _message(error) == "Invalid reply token":
        return InvalidReplyTokenError()
    if status in (401, 403) or (status == 429 and "monthly limit" not in _message(error)):
        return LineUnavailableError(f"status {status}")
    if status >= 500:
        return LineUnclearError(f"status {status}")
    return LineRefusedError(f"status {status}")


def _connection_error(error: urllib3.exceptions.HTTPError) -> Exception:
    never_sent = isinstance(error, urllib3.exceptions.MaxRetryError) and isinstance(
        error.reason,
        urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError,
    )
    return LineUnavailableError("no connection") if never_sent else LineUnclearError("no answer")


def _log_call(
    operation: str, status: int | None, headers: Mapping[str, str] | None, started: float
) -> None:
    logger().info(
        "Called LINE.",
        operation=operation,
        status=status,
        x_line_request_id=(headers or {}).get("x-line-request-id"),
        milliseconds=round((time.perf_counter() - started) * 1000),
    )
