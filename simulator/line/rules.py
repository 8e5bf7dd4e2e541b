"""LINE's rules for reply tokens and retry keys. Times are seconds since the epoch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from simulator.bounded import Bounded
from simulator.line.errors import LineError, invalid_parameter

REPLY_TOKEN_SECONDS = 60
REDELIVERY_SECONDS = 20 * 60
RETRY_KEY_SECONDS = 24 * 60 * 60
REMEMBERED = 10_000


@dataclass
class ReplyToken:
    chat_id: str
    expires_at: float
    used: bool = False


class ReplyTokens:
    """Each token pays for one reply, within a minute of its webhook.

    A redelivery gives an unused token another minute, at most until 20 minutes after the event.
    https://developers.line.biz/en/reference/messaging-api/#send-reply-message-reply-token
    """

    def __init__(self) -> None:
        self._tokens: Bounded[str, ReplyToken] = Bounded(REMEMBERED)

    def issue(
        self, token: str, chat_id: str, *, now: float, event_at: float, redelivery: bool
    ) -> None:
        """A webhook with this token goes out. The same event sent twice changes nothing."""
        expires_at = now + REPLY_TOKEN_SECONDS
        if redelivery:
            expires_at = min(expires_at, event_at + REDELIVERY_SECONDS)
        known = self._tokens.get(token)
        if known is None:
            self._tokens[token] = ReplyToken(chat_id, expires_at)
        elif redelivery:
            known.expires_at = expires_at

    def chat_of(self, token: str, *, now: float) -> str:
        """The chat that an unspent token belongs to. Raises LineError as LINE answers."""
        known = self._tokens.get(token)
        if known is None or known.used or now >= known.expires_at:
            raise LineError(400, "Invalid reply token")
        return known.chat_id

    def spend(self, token: str) -> None:
        """Use the token up."""
        self._tokens[token].used = True

    def expire(self, token: str) -> None:
        """Let the token expire before its time."""
        if token in self._tokens:
            self._tokens[token].expires_at = 0

    def clear(self) -> None:
        self._tokens.clear()


@dataclass(frozen=True)
class Accepted:
    """A push that was accepted under a retry key."""

    request_id: str
    sent_messages: Sequence[dict[str, Any]]
    at: float


class RetryKeys:
    """A key is accepted once; the same key again within 24 hours is a conflict.

    https://developers.line.biz/en/reference/messaging-api/#retry-api-request
    """

    def __init__(self) -> None:
        self._accepted: Bounded[UUID, Accepted] = Bounded(REMEMBERED)

    def check(self, key: UUID, *, now: float) -> None:
        """Raises the 409 that LINE answers if a push under this key was accepted before."""
        accepted = self._accepted.get(key)
        if accepted and now < accepted.at + RETRY_KEY_SECONDS:
            raise LineError(
                409,
                "The retry key is already accepted",
                extra={"sentMessages": accepted.sent_messages},
                headers={"x-line-accepted-request-id": accepted.request_id},
            )

    def accept(self, key: UUID, accepted: Accepted) -> None:
        self._accepted[key] = accepted

    def clear(self) -> None:
        self._accepted.clear()


def parse_retry_key(value: str) -> UUID:
    """LINE wants a UUID in its hexadecimal form with dashes. Raises LineError otherwise."""
    try:
        key = UUID(value)
    except ValueError:
        raise invalid_parameter("X-Line-Retry-Key") from None
    if str(key) != value.lower():
        raise invalid_parameter("X-Line-Retry-Key")
    return key
