"""/help: say what the bot can do."""

from collections.abc import Collection
from dataclasses import dataclass

from line_reply.commands.orders import Command, choices
from line_reply.commands.request import Request, Said


@dataclass(frozen=True)
class Help:
    """Says what the bot can do here, with buttons for what users want most.

    What the deployment does not offer is `hidden`: neither a line nor a button tells of it.
    """

    hidden: Collection[Command] = ()

    def __call__(self, request: Request) -> Said:
        texts = request.texts
        words = texts.help if request.one_to_one else texts.help_in_group
        lines = [line for line in words.split("\n") if line.partition(" ")[0] not in self.hidden]
        buttons = choices(texts, request.one_to_one, self.hidden)
        return Said(["\n".join(lines)], buttons)
