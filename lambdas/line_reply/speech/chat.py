"""How the bot speaks in a chat, and in groups with a quote of the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kaiwa.line.choices import Choice
from kaiwa.line.errors import InvalidReplyTokenError, LineRefusedError
from kaiwa.line.events import Received
from kaiwa.log import described, logger
from kaiwa.table.turns import Delivery
from line_reply.speech.languages.text import Texts

type Clock = Callable[[], datetime]
type Voice = Callable[[], Texts]
"""What Kaiwa itself says in the chat, in its language. Asked for only where it speaks."""


class Line(Protocol):
    """The bot's side of LINE. See `kaiwa.line.Line`."""

    def reply(
        self,
        reply_token: str,
        texts: Sequence[str],
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]: ...

    def push(
        self,
        to: str,
        texts: Sequence[str],
        retry_key: str,
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]: ...


class Chat(Protocol):
    """The bot's side of a chat. The methods raise the errors of `kaiwa.line`."""

    def reply(
        self, reply_token: str, texts: Sequence[str], *, choices: Sequence[Choice] = ()
    ) -> object: ...

    def push(
        self, to: str, texts: Sequence[str], retry_key: str, *, choices: Sequence[Choice] = ()
    ) -> object: ...


@dataclass(frozen=True)
class Talk:
    """How the bot speaks in the chat that an event is from, and what time it is."""

    chat: Chat
    voice: Voice
    clock: Clock


class SentBubbles(Protocol):
    """Where it is kept what the bot itself has sent. See `kaiwa.table.sent_bubbles.SentBubbles`."""

    def record(self, message_ids: Sequence[str], expires_at: datetime) -> None: ...


class GroupChat:
    """LINE for a group: the first bubble quotes the question, and quotes of bubbles are known."""

    def __init__(
        self, line: Line, sent: SentBubbles, quote_token: str | None, expires_at: datetime
    ) -> None:
        self._line = line
        self._sent = sent
        self._quote_token = quote_token
        self._expires_at = expires_at

    def reply(
        self, reply_token: str, texts: Sequence[str], *, choices: Sequence[Choice] = ()
    ) -> None:
        """See `kaiwa.line.Line.reply`."""
        self._remember(
            self._line.reply(reply_token, texts, choices=choices, quote_token=self._quote_token)
        )

    def push(
        self, to: str, texts: Sequence[str], retry_key: str, *, choices: Sequence[Choice] = ()
    ) -> None:
        """See `kaiwa.line.Line.push`."""
        self._remember(
            self._line.push(to, texts, retry_key, choices=choices, quote_token=self._quote_token)
        )

    def _remember(self, message_ids: Sequence[str]) -> None:
        """The bubbles are sent: that a quote of them won't be known is no reason to fail."""
        self._quote_token = None  # spent by what was sent, not by what LINE refused
        try:
            self._sent.record(message_ids, self._expires_at)
        except Exception as error:
            logger().warning("Quotes will not be recognised.", failure=described(error))


TOKEN_SPENT = "token used or expired"


def say(
    received: Received, texts: Sequence[str], talk: Talk, choices: Sequence[Choice] = ()
) -> str | None:
    """Answer with the reply token, or not at all. Returns why the user did not hear it, if so.

    The token works once, so trying again is safe. Raises `LineUnavailableError` or
    `LineUnclearError` when another attempt should be made.
    """
    if received.reply_token is None:
        return "without a token"
    try:
        talk.chat.reply(received.reply_token, texts, choices=choices)
    except InvalidReplyTokenError:
        return TOKEN_SPENT
    except LineRefusedError:
        return Delivery.FAILED
    return None
