"""OpenAI's error answers: `{"error": {"message", "type", "param", "code"}}`.

https://platform.openai.com/docs/guides/error-codes
"""

from http import HTTPStatus
from typing import Any

NO_KEY = (
    "You didn't provide an API key. You need to provide your API key in an Authorization header"
    " using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
)
NOT_JSON = (
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using"
    " your HTTP library correctly.)"
)

KINDS: dict[int, tuple[str, str | None, str]] = {
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached for requests. Try again later."),
    500: (
        "server_error",
        None,
        "The server had an error while processing your request. Sorry about that!",
    ),
    503: ("server_error", None, "The engine is currently overloaded, please try again later."),
}
"""Status → type, code and message, where nothing more precise is known."""


class OpenAIError(Exception):
    """An answer that is not a success. `retry_after` is in seconds."""

    def __init__(
        self,
        status: int,
        message: str | None = None,
        *,
        param: str | None = None,
        code: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        kind, usual_code, usual_message = KINDS.get(
            status,
            (
                "invalid_request_error" if status < 500 else "server_error",
                None,
                HTTPStatus(status).phrase,
            ),
        )
        self.status = status
        self.message = message or usual_message
        self.kind = kind
        self.param = param
        self.code = code or usual_code
        self.headers = {} if retry_after is None else {"retry-after": f"{retry_after:g}"}
        super().__init__(self.message)

    @property
    def body(self) -> dict[str, Any]:
        error = {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }
        return {"error": error}


def bad(message: str, param: str, code: str) -> OpenAIError:
    """The answer to a request that is not right."""
    return OpenAIError(400, message, param=param, code=code)
