"""What goes wrong, as the caller is told: a code, and what the model should do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import ValidationError

from chatgpt.conversation.cursor import MalformedCursorError
from chatgpt.conversation.link import NotLinkedError
from chatgpt.conversation.send import NoSuchOperationError
from chatgpt.conversation.time_span import InvalidFieldError
from chatgpt.sign_in.authorize import NotOurClientError
from chatgpt.sign_in.caller import NotSignedInError, caller_of
from kaiwa.log import described, logger
from kaiwa.sign_in import SignInRefusedError, SignInUnavailableError
from kaiwa.table.accounts import (
    AlreadyLinkedError,
    ChangedMeanwhileError,
    TooManyTriesError,
    WrongCodeError,
)
from kaiwa.table.operations import DailyLimitError, LinkGoneError, ReusedIdError, StoppedError
from kaiwa.table.transactions import TableBusyError

MOST_FIELDS = 5
"""How many wrong fields an answer names."""
NO_JSON = "json_invalid"


@dataclass(frozen=True)
class Answer:
    """How a kind of error is answered. `{error}` in the message stands for the error's words."""

    status: int
    code: str
    message: str


UNEXPECTED = Answer(
    500,
    "internal_error",
    "Something went wrong here. Call again once; if it fails again, tell the user that Kaiwa "
    "does not work at the moment.",
)
NOT_LINKED = Answer(
    409,
    "not_linked",
    "The user has not linked a LINE chat. Ask them to send /link to the bot in their "
    "one-to-one chat on LINE and to tell you the code that it answers; then call linkChat.",
)
BUSY = Answer(
    409,
    "changed_meanwhile",
    "Something else changed at the same moment. Call again once with the same values.",
)
ANSWERS: dict[type[Exception], Answer] = {
    NotOurClientError: Answer(
        400,
        "invalid_request",
        "Sign-in begins with response_type=code and the client_id of this deployment.",
    ),
    MalformedCursorError: Answer(
        400,
        "malformed_cursor",
        "Pass next_cursor of the page before exactly as it was, with the same order, or none.",
    ),
    NotSignedInError: Answer(401, "not_signed_in", "Ask the user to sign in."),
    SignInRefusedError: Answer(401, "sign_in_ended", "Ask the user to sign in again."),
    NotFoundError: Answer(404, "no_such_path", "There is no such path. Use the document's."),
    NoSuchOperationError: Answer(
        404,
        "no_such_operation",
        "This user has no such operation. Use an operation_id that sendMessage returned within "
        "the last day.",
    ),
    WrongCodeError: Answer(
        404,
        "wrong_code",
        "This code does not work. Ask the user to send /link to the bot on LINE and to tell you "
        "the new code: it works once, within 10 minutes.",
    ),
    NotLinkedError: NOT_LINKED,
    LinkGoneError: NOT_LINKED,
    AlreadyLinkedError: Answer(
        409,
        "already_linked",
        "The user or this LINE chat is linked otherwise already. Ask the user whether to replace "
        "that link. Only if they agree, call linkChat again with the same code and replace=true.",
    ),
    ChangedMeanwhileError: BUSY,
    TableBusyError: BUSY,
    ReusedIdError: Answer(
        409,
        "request_id_used",
        "This request_id was used for another message. Use a new one for a new message.",
    ),
    StoppedError: Answer(
        409,
        "blocked",
        "The user has blocked the bot on LINE, which shows them nothing of it. Ask them to unblock "
        "it there, and call again with the same values once they have.",
    ),
    InvalidFieldError: Answer(422, "invalid_request", "Correct this and call again: {error}."),
    TooManyTriesError: Answer(
        429,
        "too_many_codes",
        "Too many wrong codes were tried. Tell the user to wait for an hour, and do not call "
        "linkChat until then.",
    ),
    DailyLimitError: Answer(
        429,
        "daily_limit",
        "The user has sent as many messages today as a day allows. Tell them that they can send "
        "again tomorrow, and do not call sendMessage until then.",
    ),
    SignInUnavailableError: Answer(
        502,
        "sign_in_unavailable",
        "The sign-in service does not answer. Call again in a minute with the same values.",
    ),
}


def register(app: APIGatewayHttpResolver) -> None:
    """Let the API answer every error so."""

    def invalid(error: RequestValidationError | ValidationError) -> Response[dict[str, str]]:
        # Powertools reads a request before its route asks who calls.
        try:
            caller_of(app.current_event.raw_event)
        except NotSignedInError as nobody:
            return _other(nobody)
        return _response(ANSWERS[InvalidFieldError], _wrong_fields(error))

    app.exception_handler([RequestValidationError, ValidationError])(invalid)
    app.exception_handler(Exception)(_other)


def _other(error: Exception) -> Response[dict[str, str]]:
    answer = ANSWERS.get(type(error), UNEXPECTED)
    if answer is UNEXPECTED:
        logger().error("A request could not be answered.", failure=described(error))
    return _response(answer, str(error))


def _wrong_fields(error: RequestValidationError | ValidationError) -> str:
    """Each wrong field and what is wanted of it. Never the value, which may be private."""
    return "; ".join(_wrong_field(item) for item in error.errors()[:MOST_FIELDS])


def _wrong_field(item: Mapping[str, Any]) -> str:
    place, *path = item["loc"]
    if item["type"] == NO_JSON:
        return f"{place}: a JSON object is wanted"
    return f"{'.'.join(map(str, path)) or place}: {item['msg']}"


def _response(answer: Answer, words: str) -> Response[dict[str, str]]:
    message = answer.message.replace("{error}", words)
    return Response(
        status_code=answer.status,
        content_type="application/json",
        body={"error": answer.code, "message": message},
    )
