"""Sending into the person's own LINE chat."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from chatgpt import operations
from chatgpt.action.callers import caller
from chatgpt.action.documentation import ASKS, NEEDS_NO_ASKING, responses
from chatgpt.conversation.requests import OPERATION_ID_PATTERN, SendRequest
from chatgpt.conversation.results import OperationState

router = Router()  # type: ignore[no-untyped-call]


@router.post(
    "/conversation/messages",
    operation_id="sendMessage",
    summary="Send a message into the user's own LINE chat",
    description=(
        "It appears there as a message of the bot. Nobody else sees it. It is accepted at once "
        "and delivered a little later: getOperation tells."
    ),
    status_code=202,
    responses=responses("It is accepted.", OperationState, 409, status=202),
    openapi_extensions=ASKS,
)
def post_message(request: Request, body: Annotated[SendRequest, Body()]) -> OperationState:
    return operations.send_message(caller(request), body)


@router.get(
    "/operations/<operation_id>",
    operation_id="getOperation",
    summary="See whether a message was delivered",
    description=(
        "accepted: it is on its way. delayed: LINE does not take it; send the same text with the "
        "same request_id again, five minutes after the last time. failed: it was not delivered."
    ),
    responses=responses("What became of it.", OperationState, 404),
    openapi_extensions=NEEDS_NO_ASKING,
)
def get_operation(
    request: Request,
    operation_id: Annotated[
        str, Path(pattern=OPERATION_ID_PATTERN, description="operation_id of sendMessage.")
    ],
) -> OperationState:
    from chatgpt.conversation.queries import OperationRequest

    asked = OperationRequest(operation_id=operation_id)
    return operations.get_operation(caller(request), asked)
