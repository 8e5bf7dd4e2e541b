"""/reset: begin a new conversation."""

from dataclasses import dataclass

from kaiwa.table.past import Past
from kaiwa.times import Clock
from line_reply.commands.request import Request, Said


@dataclass(frozen=True)
class Reset:
    """From now on nothing of what was said so far is in a prompt. It stays stored."""

    past: Past
    clock: Clock

    def __call__(self, request: Request) -> Said:
        self.past.reset(request.chat_id, self.clock())
        return Said([request.texts.reset_done])
