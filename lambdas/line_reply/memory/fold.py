"""Choosing what the next summary is made of: the oldest turns that are in none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.items import SAID, USER, Conversation, Message
from kaiwa.table.messages import MessageTable
from line_reply.memory import history
from line_reply.memory.history import HistoryLimits

MOST_PAGES = 10


@dataclass(frozen=True)
class Unfolded:
    """Turns that are in no summary yet, oldest first; `is_all`: there are no others."""

    turns: list[list[Message]]
    is_all: bool


@dataclass(frozen=True)
class Unfold:
    """Reads what is in no summary yet, page by page until there is enough to make one of."""

    messages: MessageTable
    conversations: Conversations
    limits: HistoryLimits

    def __call__(
        self, chat_id: str, conversation: Conversation, after: datetime, now: datetime
    ) -> Unfolded:
        """The turns after that time.

        None is after one that the lagging index hides, which would never be in a summary then.
        """
        found: dict[str, Message] = {}
        recent = history.recent(conversation, self.messages)
        unfolded, last, page_size = Unfolded([], is_all=False), after, 2 * self.limits.messages
        for _ in range(MOST_PAGES):
            page = self.messages.oldest(chat_id, last, now, page_size)
            found |= {message.id: message for message in page if message.created_at > after}
            hidden = [each.created_at for each in recent if each.id not in found]
            end = min((time for time in hidden if time > after), default=None)
            past = [each for each in found.values() if end is None or each.created_at < end]
            turns = history.whole_turns(history.unforgotten(past, self.conversations, now))
            unfolded = Unfolded(turns, is_all=len(page) < page_size)
            if unfolded.is_all or history.outgrown(turns, self.limits):
                break
            last = page[-1].created_at
        return unfolded


def to_fold(turns: Sequence[list[Message]], limits: HistoryLimits) -> Sequence[list[Message]]:
    """The oldest turns, one at least: as many as a prompt takes.

    The newest stay as they are, up to half of what a prompt takes.
    """
    first, *others = turns
    kept = history.fitting(reversed(others), limits.messages // 2, limits.characters // 2)
    older = others[: len(others) - len(kept)]
    return [first, *history.fitting(older, 2 * limits.messages, limits.characters)]


def still_said(turns: Sequence[list[Message]], messages: MessageTable) -> list[list[Message]]:
    """The turns as the table has them: a lagging index shows what was edited or taken back."""
    found = messages.by_ids(message.id for turn in turns for message in turn)
    return history.whole_turns(message for message in found if message.role in SAID)


def told(summary: Summary | None, turns: Sequence[list[Message]], limits: HistoryLimits) -> str:
    """The summary so far and the turns, as one text; of what is longer than a prompt, a part."""
    known = summary.text if summary else "none"
    lines = [f"Summary so far: {history.indented(known)}", "", "Said since:"]
    for turn in turns:
        for message in turn:
            who = "Assistant: " if message.role != USER else history.speaker(message) or "User: "
            lines.append(who + history.indented(message.content[: limits.characters]))
    return "\n".join(lines)
