"""/draw without words: say how it is used. With words it is a question to the model."""

from dataclasses import dataclass

from kaiwa.line.messages import ReceivedMessage
from kaiwa.model.drawing import Offered
from line_reply.commands.orders import Command, order_of
from line_reply.commands.request import Request, Said


def asks_to_draw(received: ReceivedMessage) -> bool:
    """Whether there are words to draw by."""
    order = order_of(received)
    return order is not None and order.command is Command.DRAW and bool(order.argument)


@dataclass(frozen=True)
class ExplainDrawing:
    """Says how to have a picture drawn, or that there are none here."""

    offered: Offered

    def __call__(self, request: Request) -> Said:
        texts = request.texts
        return Said([texts.draw_off if self.offered is Offered.OFF else texts.draw_how])
