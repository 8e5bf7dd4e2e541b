"""The page for what is deployed. Its script asks for queues and logs again and again."""

import asyncio

from botocore.exceptions import BotoCoreError, ClientError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from simulator.control_input import ControlError
from simulator.exchange import Answer, simulator_of
from simulator.web.deployment import Description, description
from simulator.web.infrastructure import activity, modules, outputs, read_state
from simulator.web.page import endpoint, is_ready, render


async def show(request: Request) -> Response:
    """The resources and outputs as they are now, in Terraform's words."""
    stack = _stack(request)
    if stack is None:
        return render(request, "waiting.html")
    try:
        state = await asyncio.to_thread(read_state, stack)
    except (BotoCoreError, ClientError) as error:
        return render(request, "infrastructure.html", problem=str(error), modules=[], outputs=[])
    return render(
        request,
        "infrastructure.html",
        problem=None,
        modules=modules(state),
        outputs=outputs(state),
    )


async def look(request: Request) -> Response:
    """The queues and the logs as they are now."""
    stack = _stack(request)
    if stack is None:
        raise ControlError(503, "Nothing is deployed yet.")
    try:
        return Answer(await asyncio.to_thread(activity, stack))
    except (BotoCoreError, ClientError) as error:
        raise ControlError(502, f"The emulated AWS did not answer: {error}") from error


def _stack(request: Request) -> Description | None:
    simulator = simulator_of(request)
    return description(simulator) if is_ready(simulator) else None


ROUTES: list[BaseRoute] = [
    Route("/infrastructure", show),
    Route("/ui/infrastructure", endpoint(look)),
]
