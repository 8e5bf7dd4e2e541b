"""Who calls a route, and which chat they may reach."""

from aws_lambda_powertools.event_handler import Request

from chatgpt.conversation.link import linked
from chatgpt.sign_in.caller import Caller, caller_of
from kaiwa.gateways import gateways
from kaiwa.table.accounts import Link


def caller(request: Request) -> Caller:
    """The person who has signed in. Raises `NotSignedInError`."""
    return caller_of(request.resolved_event.raw_event)


def callers_link(request: Request) -> Link:
    """The chat of the person who has signed in. Raises `NotSignedInError`, `NotLinkedError`."""
    return linked(caller(request).account_id, gateways().accounts)
