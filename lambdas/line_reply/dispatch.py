"""One attempt at an event: which use case it is for."""

import os

from kaiwa.line.client import Line
from kaiwa.line.events import Event, Received, received
from kaiwa.line.messages import ReceivedMessage, received_message
from kaiwa.own_texts import own_text
from kaiwa.parameters import Parameters
from kaiwa.queue import EventQueue
from kaiwa.settings import required
from line_reply import admission as admitting
from line_reply import lifecycle, taking, wiring
from line_reply.commands.obey import obey
from line_reply.commands.orders import order_of
from line_reply.delivery.own_text import deliver_own
from line_reply.memory import summarise as summarising
from line_reply.speech.chat import Talk
from line_reply.turns.take import apologise, take_turn

COMING, GOING = ("follow", "join"), ("unfollow", "leave")
HEEDED = ("message", "messageEdited", "postback", "unsend", *COMING, *GOING)
"""The types of events that mean something here. LINE may add others at any time."""


def attempt(
    event: Event, number: int, line: Line, summary_queue: EventQueue, secrets: Parameters
) -> str:
    """Handle the event, for the `number`th time. Returns how it ended; raises to be tried again."""
    is_last = number >= int(required(os.environ, "MAX_RECEIVE_COUNT"))
    if own := own_text(event):
        return deliver_own(own, is_last, wiring.messages(), wiring.operations(), line, wiring.now)
    if chat_id := summarising.requested_chat(event):
        return _summarise(event, chat_id, summary_queue, secrets)
    kind = event.get("type")
    if kind not in HEEDED or (envelope := received(event)) is None:
        return f"ignored: {kind}"
    message = received_message(event)
    talk = wiring.talk(envelope, message.quote_token if message else None, line)
    if order := order_of(event, message):
        if not admitting.may_order(order, envelope, secrets):
            return admitting.decline(envelope, talk)
        return obey(order, envelope, number, wiring.stores(secrets), talk, last_attempt=is_last)
    if kind == "message" and message and not message.standby:
        return _answer(message, is_last, line, summary_queue, secrets, talk)
    return _live(event, envelope, message, number, is_last, secrets, talk)


def _answer(
    message: ReceivedMessage,
    is_last: bool,
    line: Line,
    summary_queue: EventQueue,
    secrets: Parameters,
    talk: Talk,
) -> str:
    """Whatever goes wrong on the last attempt, a user who asked hears of it."""
    try:
        if not admitting.may_ask(message, secrets):
            return admitting.decline(message, talk)
        return take_turn(
            message,
            is_last,
            wiring.messages(),
            wiring.conversations(),
            line,
            wiring.model(secrets),
            summary_queue,
            wiring.settings().limits,
            wiring.settings().history,
            talk,
        )
    except Exception:
        if is_last:
            apologise(message, wiring.messages(), talk)
        raise


def _summarise(event: Event, chat_id: str, summary_queue: EventQueue, secrets: Parameters) -> str:
    return summarising.summarise(
        chat_id,
        wiring.messages(),
        wiring.conversations(),
        wiring.model(secrets),
        wiring.settings().history,
        wiring.now,
        lambda: summarising.go_on(event, summary_queue),
    )


def _live(
    event: Event,
    envelope: Received,
    message: ReceivedMessage | None,
    number: int,
    is_last: bool,
    secrets: Parameters,
    talk: Talk,
) -> str:
    """What happens in a chat without asking for anything."""
    kind = event["type"]
    if kind == "unsend":
        return lifecycle.unsend(envelope, event, wiring.past(), wiring.now)
    if kind == "messageEdited" and message:
        flags = wiring.flags(secrets)
        return lifecycle.edit(message, wiring.past(), wiring.now, flags, last_attempt=is_last)
    if kind not in (*COMING, *GOING):
        return f"ignored: {kind}"
    if refusal := taking.refusal(envelope, number, wiring.messages(), wiring.now()):
        return refusal
    if kind in COMING:
        return lifecycle.welcome(envelope, event, wiring.conversations(), talk)
    return lifecycle.part(
        envelope,
        wiring.conversations(),
        wiring.past(),
        wiring.accounts(),
        wiring.exports(),
        wiring.settings().delete_data_on_leave,
        wiring.now,
    )
