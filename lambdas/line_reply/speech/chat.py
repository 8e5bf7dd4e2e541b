"""The bot's side of a chat: what it says there, and in groups with a quote of the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from kaiwa.line.cards import Bubble, words_of
from kaiwa.line.choices import Choice
from kaiwa.line.client import Line
from kaiwa.line.errors import InvalidReplyTokenError, LineRefusedError, MessageRefusedError
from kaiwa.line.events import Received
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.metrics import count
from kaiwa.table.sent_bubbles import SentBubbles
from kaiwa.table.turns import Delivery
from kaiwa.times import Clock
from line_reply.speech.language import Languages
from line_reply.speech.languages.text import Texts

TOKEN_SPENT = "token used or expired"


@dataclass
class Quotes:
    """Quotes in a group: the next bubble has one of the message with `token`, and what the bot
    says of its own is remembered, so that a quote of it is recognised.
    """

    sent_bubbles: SentBubbles
    token: str | None
    expires_at: datetime

    def spend(self) -> None:
        """The message is quoted: by what was sent, not by what LINE refused."""
        self.token = None

    def remember(self, bubble_ids: Sequence[str]) -> None:
        """The bubbles are sent: that a quote of them won't be known is no reason to fail."""
        try:
            self.sent_bubbles.record(bubble_ids, self.expires_at)
        except Exception as error:
            logger().warning("Quotes will not be recognised.", failure=described(error))


@dataclass(frozen=True)
class Chat:
    """The bot's side of the chat that an event is from, with the event's reply token, if any.

    `voice` is asked for only where Kaiwa itself speaks. `reply` and `push` raise the errors of
    `kaiwa.line.errors`.
    """

    line: Line
    conversation_id: str
    reply_token: str | None
    voice: Callable[[], Texts]
    quotes: Quotes | None = None

    def reply(self, bubbles: Sequence[Bubble], choices: Sequence[Choice] = ()) -> list[str]:
        """Send up to 5 bubbles with the reply token. See `kaiwa.line.client.Line.reply`.

        Returns the bubbles' ids, for whoever keeps what was said.
        """
        with_choices = partial(self.line.reply, choices=choices, quote_token=self._quote())
        sent = _or_as_text(bubbles, lambda each: with_choices(self.reply_token or "", each))
        return self._sent("reply", sent)

    def push(
        self, bubbles: Sequence[Bubble], retry_key: str, choices: Sequence[Choice] = ()
    ) -> list[str]:
        """The same without the token. See `kaiwa.line.client.Line.push`."""
        with_choices = partial(self.line.push, choices=choices, quote_token=self._quote())
        to = self.conversation_id
        sent = _or_as_text(bubbles, lambda each: with_choices(to, each, retry_key))
        return self._sent("push", sent)

    def say(self, texts: Sequence[Bubble], choices: Sequence[Choice] = ()) -> str | None:
        """Answer with the reply token, or not at all: with words that are kept nowhere. Returns why
        the user did not hear it, if so.

        The token works once, so trying again is safe. Raises `LineUnavailableError` or
        `LineUnclearError` when another attempt should be made.
        """
        if self.reply_token is None:
            return "without a token"
        try:
            self._remember(self.reply(texts, choices))
        except InvalidReplyTokenError:
            return TOKEN_SPENT
        except LineRefusedError:
            return Delivery.FAILED
        return None

    def say_more(self, texts: Sequence[Bubble], retry_key: str) -> None:
        """What follows such words by push. Raises what `push` does."""
        self._remember(self.push(texts, retry_key))

    def _remember(self, bubble_ids: Sequence[str]) -> None:
        if self.quotes:
            self.quotes.remember(bubble_ids)

    def _quote(self) -> str | None:
        return self.quotes.token if self.quotes else None

    def _sent(self, kind: str, bubble_ids: list[str]) -> list[str]:
        count("Deliveries", kind=kind)
        if self.quotes:
            self.quotes.spend()
        return bubble_ids


def _or_as_text(
    bubbles: Sequence[Bubble], send: Callable[[Sequence[Bubble]], list[str]]
) -> list[str]:
    """Send the bubbles; if LINE refuses them, and not all are texts, what they say.

    What was refused spends neither the reply token nor the retry key. It has the same key, so that
    both are never shown: LINE accepts a key once, whatever comes with it.
    """
    try:
        return send(bubbles)
    except MessageRefusedError as error:
        if all(isinstance(bubble, str) for bubble in bubbles):
            raise
        logger().warning("LINE does not take the cards.", failure=described(error))
        return send([words_of(bubble) for bubble in bubbles])


@dataclass(frozen=True)
class Chats:
    """Where the bot speaks. What it says to a group is remembered for as long as messages are."""

    line: Line
    languages: Languages
    sent_bubbles: SentBubbles
    retention: timedelta
    clock: Clock

    def of(self, received: Received) -> Chat:
        """The chat that an event is from."""
        quotes = None
        if not received.one_to_one:
            token = received.quote_token if isinstance(received, ReceivedMessage) else None
            quotes = Quotes(self.sent_bubbles, token, self.clock() + self.retention)
        voice = self.languages.voice(received)
        return Chat(self.line, received.conversation_id, received.reply_token, voice, quotes)

    def without_event(self, user_id: str) -> Chat:
        """A user's chat that no event came from. Kaiwa has nothing of its own to say there."""
        return Chat(self.line, user_id, None, self.languages.default_voice)
