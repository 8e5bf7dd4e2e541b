"""Pictures that were drawn in a chat, for whoever has the address: LINE's apps have it.

Their bytes, not a redirect: LINE's reference does not say that one is followed. They are far below
what Lambda may answer, 6 MB.
https://developers.line.biz/en/reference/messaging-api/#image-message
"""

from base64 import b64encode

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from chatgpt import wiring
from kaiwa.times import now

router = Router()  # type: ignore[no-untyped-call]

SAFE = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@router.get("/pictures/<chat>/<person>/<message>/<secret>", include_in_schema=False)
def picture(chat: str, person: str, message: str, secret: str) -> Response[str]:
    """Nobody is asked who they are: to know the address is to have seen the picture."""
    from kaiwa.pictures import JPEG, media_type_of

    since = now() - wiring.settings().retention
    found = wiring.gateways().pictures.get(f"{chat}/{person}/{message}/{secret}", since)
    if found is None:
        return Response(404, "text/plain; charset=utf-8", "Not found.", {**SAFE})
    shown = Response(200, media_type_of(found) or JPEG, b64encode(found).decode(), {**SAFE})
    shown.base64_encoded = True  # encoded here, because Powertools takes all that is bytes for text
    return shown
