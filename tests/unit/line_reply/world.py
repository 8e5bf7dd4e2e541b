"""The worker and its surroundings in tests: what happens to it, and what is seen of it."""

import re
from datetime import timedelta
from typing import Any

from kaiwa.line.content import Content as LineContent
from kaiwa.line.messages import ReceivedMessage
from kaiwa.line.taps import TryAgain
from kaiwa.table.accounts import Link
from kaiwa.table.items import ASSISTANT, Conversation, Message
from kaiwa.table.turns import Content
from line_reply.attempt import Attempt
from line_reply.commands.orders import order_in
from line_reply.memory.summary_due import SummaryDue
from tests.builders import (
    USER_ID,
    at,
    received,
)
from tests.fakes.aws import FakeQueue
from tests.unit.line_reply.arrivals import ATTEMPTS, attempt, due_of, tapped
from tests.unit.line_reply.parts import NO_LIMITS, Parts


class World(Parts):
    """Users talk to it, one attempt after the other."""

    # What happens to it

    def turn(self, message: ReceivedMessage, *, last_attempt: bool = False) -> str:
        """One attempt, soon after the one before and after the message was sent."""
        self.clock.now = max(self.clock.now, message.sent_at) + timedelta(seconds=0.5)
        return self.take_turn()(message, self.chat(message), attempt(last=last_attempt))

    def tap(self, label: str, number: int, *, last_attempt: bool = False) -> str:
        """The user taps a button below the last bubble, that many seconds after noon."""
        return self.take_tap(self.line.commands[label], number, last_attempt=last_attempt)

    def take_tap(self, data: str, number: int, *, last_attempt: bool = False) -> str:
        """One attempt at what a button brings back."""
        event = tapped(data, number)
        self.clock.now = max(self.clock.now, event.sent_at) + timedelta(seconds=0.5)
        return self.take_turn()(event, self.chat(event), attempt(last=last_attempt))

    def apologise(self, message: ReceivedMessage | TryAgain) -> None:
        """What is done when the last attempt fails unforeseen."""
        self.take_turn().apologise(message, self.chat(message))

    def tell(self, text: str, number: int = 1, attempt: int = 1, **changes: Any) -> str:
        """What becomes of the command. The text is as it arrives, without a mention."""
        return self.tell_as(received(text, number, **changes), attempt)

    def tell_as(self, message: ReceivedMessage, number: int = 1, *, last: bool = False) -> str:
        """The same of the whole message. An event is taken before its command is obeyed."""
        order = order_in(message.text)
        assert order is not None
        tried = Attempt(number, number if last else ATTEMPTS)
        refusal = self.admission().refusal(message, tried)
        return refusal or self.obey()(order, message, self.chat(message), tried)

    def summarise(self) -> list[str]:
        """Handle what waits in the queue. Returns how each request ended."""
        waiting, self.queue.sent = self.queue.sent, []
        return [self.summarise_with(FakeQueue())(due_of(queued.event)) for queued in waiting]

    def summarise_chat(self, chat_id: str = USER_ID) -> str:
        """Handle one such request."""
        return self.summarise_with(FakeQueue())(SummaryDue(chat_id, "turn"))

    def say(self, text: str, number: int, answer: str | None = None, **changes: Any) -> Message:
        """A question that was taken, with its answer if there is one. Returns the question."""
        message = received(text, number, **changes)
        question = self.messages.begin_turn(message, NO_LIMITS, at(number)).question
        assert question is not None
        if answer is not None:
            self.messages.store_answer(question, Content(ASSISTANT, answer), at(number + 0.5))
        return question

    def link(self) -> Link:
        """The user links the chat with a sign-in."""
        self.tell("/link", 900)
        return self.accounts.redeem(
            self.code(), "account", "h•@e•.com", self.clock.now, replace=False
        )

    def holds(self, number: int, data: bytes, media_type: str = "image/jpeg") -> None:
        """LINE keeps this of the message of that number."""
        self.line.contents[f"{number:018}"] = LineContent(data, media_type)

    # What is seen of it

    def code(self) -> str:
        """The code that was shown last."""
        found = re.search(r"^\w{5}-\w{5}$", self.line.shown[-1], re.MULTILINE)
        assert found is not None
        return found.group()

    def fetched(self) -> list[int]:
        """Of which messages the content was asked for, by their numbers."""
        return [int(call[1]) for call in self.line.calls if call[0] == "content"]

    def conversation(self, chat_id: str = USER_ID) -> Conversation:
        return self.conversations.get(chat_id)


def settings(world: World, chat_id: str = USER_ID) -> dict[str, object]:
    """What is set for the chat."""
    found = world.conversations.get(chat_id)
    return {"persona": found.persona, "language": found.language}
