"""Linking in a browser: pages for people, where the other routes are for ChatGPT."""

from aws_lambda_powertools.event_handler import Request, Response
from aws_lambda_powertools.event_handler.api_gateway import Router

router = Router()  # type: ignore[no-untyped-call]

# What answers is imported when it is called: nothing else needs it, and a cold start is shorter
# without it by a thirtieth.


@router.get("/connect", include_in_schema=False)
def open_page(request: Request) -> Response[str]:
    from chatgpt.web.link_page import answered, open_page

    return answered(request.resolved_event.raw_event, open_page)


@router.post("/connect", include_in_schema=False)
def begin(request: Request) -> Response[str]:
    from chatgpt.web.link_page import answered, begin

    return answered(request.resolved_event.raw_event, begin)


@router.get("/connect/callback", include_in_schema=False)
def ask(request: Request) -> Response[str]:
    from chatgpt.web.link_page import answered, ask

    return answered(request.resolved_event.raw_event, ask)


@router.post("/connect/confirm", include_in_schema=False)
def decide(request: Request) -> Response[str]:
    from chatgpt.web.link_page import answered, decide

    return answered(request.resolved_event.raw_event, decide)
