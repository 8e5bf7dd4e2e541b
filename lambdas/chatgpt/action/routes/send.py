"""Sending into the person's own LINE chat."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from chatgpt import wiring
from chatgpt.action.documented import ASKS, NEEDS_NO_ASKING, responses
from chatgpt.conversation.link import linked
from chatgpt.conversation.send import operation_state, send
from chatgpt.conversation.shapes import OperationState, SendRequest
from chatgpt.sign_in.caller import account_id
from kaiwa.table.items import usage_id

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
    link = linked(account_id(request), wiring.accounts())
    moment = wiring.now()
    return send(
        body.text,
        body.request_id,
        link,
        wiring.operations(),
        wiring.queue(),
        usage_id(link.chat_id, moment.astimezone(wiring.settings().timezone).date()),
        wiring.settings().daily_send_limit,
        moment,
    )


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
        str, Path(pattern="^[0-9a-f-]{36}$", description="operation_id of sendMessage.")
    ],
) -> OperationState:
    return operation_state(operation_id, account_id(request), wiring.operations(), wiring.now())
