"""How errors are answered over HTTP: the problem's code and message, and a status for the code."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import ValidationError

from chatgpt.conversation.problems import UNEXPECTED, Problem, invalid, problem_of
from chatgpt.sign_in.caller import NotSignedInError, caller_of
from kaiwa.log import described, logger

NO_JSON = "json_invalid"
STATUSES = {
    "malformed_cursor": 400,
    "not_signed_in": 401,
    "sign_in_ended": 401,
    "no_such_document": 404,
    "no_such_operation": 404,
    "no_such_path": 404,
    "wrong_code": 404,
    "already_linked": 409,
    "blocked": 409,
    "changed_meanwhile": 409,
    "not_linked": 409,
    "request_id_used": 409,
    "invalid_request": 422,
    "daily_limit": 429,
    "too_many_codes": 429,
    "internal_error": 500,
    "sign_in_unavailable": 502,
}
OF_HTTP: Mapping[type[Exception], Problem] = {
    NotSignedInError: Problem("not_signed_in", "Ask the user to sign in."),
    NotFoundError: Problem("no_such_path", "There is no such path. Use the document's."),
}
"""What only this face can come to."""


def register(app: APIGatewayHttpResolver) -> None:
    """Let the API answer every error so."""

    def refused(error: RequestValidationError | ValidationError) -> Response[dict[str, str]]:
        # Powertools reads a request before its route asks who calls.
        try:
            caller_of(app.current_event.raw_event)
        except NotSignedInError as nobody:
            return _other(nobody)
        return _response(invalid(map(_without_place, error.errors())))

    app.exception_handler([RequestValidationError, ValidationError])(refused)
    app.exception_handler(Exception)(_other)


def _other(error: Exception) -> Response[dict[str, str]]:
    problem = OF_HTTP.get(type(error)) or problem_of(error)
    if problem is UNEXPECTED:
        logger().error("A request could not be answered.", failure=described(error))
    return _response(problem)


def _without_place(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The wrong field without where in the request it was: the body or the query."""
    place, *path = item["loc"]
    if item["type"] == NO_JSON:
        return {"loc": (place,), "msg": "a JSON object is wanted"}
    return {**item, "loc": path or (place,)}


def _response(problem: Problem) -> Response[dict[str, str]]:
    return Response(
        status_code=STATUSES[problem.code],
        content_type="application/json",
        body={"error": problem.code, "message": problem.message},
    )
