"""What the sign-in answers, as whole responses."""

import json
from typing import Any

UNSEEN = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PUBLIC = {"Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff"}


def answered(status: int, body: Any, headers: dict[str, str] = UNSEEN) -> dict[str, Any]:
    """The whole response with this JSON, or with this text."""
    written = body if isinstance(body, str) else json.dumps(body, separators=(",", ":"))
    return {
        "statusCode": status,
        "headers": {**headers, "Content-Type": "application/json"},
        "body": written,
        "isBase64Encoded": False,
        "cookies": [],
    }


def refused(status: int, error: str, description: str) -> dict[str, Any]:
    """The whole response for what OAuth does not allow."""
    return answered(status, {"error": error, "error_description": description})
