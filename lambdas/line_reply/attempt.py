"""One attempt at an event: which use case it is for."""

import os
from collections.abc import Callable

from kaiwa.line import Line
from kaiwa.line_events import OLDEST_EVENT, Event, Received, received
from kaiwa.line_messages import ReceivedMessage, received_message
from kaiwa.own_texts import own_text
from kaiwa.queue import EventQueue
from kaiwa.secrets import Secrets
from kaiwa.settings import required
from line_reply import lifecycle, summarising, wiring
from line_reply.chats import Talk, say
from line_reply.commands import Command, Order, order_in
from line_reply.obeying import Stores, obey
from line_reply.own import deliver_own
from line_reply.turn import apologise, take_turn

EVERYONE = "*"
FOR_EVERYBODY = (Command.HELP, Command.LANGUAGE, Command.UNLINK, Command.FORGET)
"""Commands that need no place on the allow-list."""
COMING, GOING = ("follow", "join"), ("unfollow", "leave")
HEEDED = ("message", "messageEdited", "postback", "unsend", *COMING, *GOING)
"""The types of events that mean something here. LINE may add others at any time."""


def attempt(event: Event, number: int, line: Line, queue: EventQueue, secrets: Secrets) -> str:
    """Handle the event, for the `number`th time. Returns how it ended; raises to be tried again."""
    is_last = number >= int(required(os.environ, "MAX_RECEIVE_COUNT"))
    if own := own_text(event):
        return deliver_own(own, is_last, wiring.messages(), wiring.operations(), line, wiring.now)
    if chat_id := summarising.requested_chat(event):
        return _summarise(chat_id, secrets)
    kind = event.get("type")
    if kind not in HEEDED or (envelope := received(event)) is None:
        return f"ignored: {kind}"
    message = received_message(event)
    talk = wiring.talk(envelope, message.quote_token if message else None, line)
    if order := _order(event, message):
        if order.command not in FOR_EVERYBODY and not _is_allowed(envelope, secrets):
            return _decline(envelope, talk)
        return obey(order, envelope, number, _stores(secrets), talk, last_attempt=is_last)
    if event["type"] == "message" and message and not message.standby:
        return _answer(message, is_last, line, queue, secrets, talk)
    return _live(event, envelope, message, number, secrets, talk)


def _order(event: Event, message: ReceivedMessage | None) -> Order | None:
    """What the user tells the bot itself: by a button, or as text. A mere mention asks for help."""
    if event.get("mode") == "standby":
        return None
    if event["type"] == "postback":
        return order_in(str((event.get("postback") or {}).get("data")))
    if event["type"] == "message" and message and message.kind == "text":
        return order_in(message.text) if message.text.strip() else Order(Command.HELP)
    return None


def _answer(
    message: ReceivedMessage,
    is_last: bool,
    line: Line,
    queue: EventQueue,
    secrets: Secrets,
    talk: Talk,
) -> str:
    """Whatever goes wrong on the last attempt, a user who asked hears of it."""
    try:
        if not _is_allowed(message, secrets):
            return _decline(message, talk)
        return take_turn(
            message,
            is_last,
            wiring.messages(),
            wiring.conversations(),
            line,
            wiring.model(secrets),
            queue,
            wiring.settings().limits,
            wiring.settings().history,
            talk,
        )
    except Exception:
        if is_last:
            apologise(message, wiring.messages(), talk)
        raise


def _is_allowed(received: Received, secrets: Secrets) -> bool:
    allowed = secrets.read("ALLOWED_USER_IDS")
    return allowed == EVERYONE or received.user_id in allowed.split(",")


def _decline(received: Received, talk: Talk) -> str:
    words = talk.voice().not_allowed.format(user_id=received.person_id)
    return say(received, [words], talk) or "not allowed"


def _summarise(chat_id: str, secrets: Secrets) -> str:
    return summarising.summarise(
        chat_id,
        wiring.messages(),
        wiring.conversations(),
        wiring.model(secrets),
        wiring.settings().history,
        wiring.now,
    )


def _live(
    event: Event,
    envelope: Received,
    message: ReceivedMessage | None,
    number: int,
    secrets: Secrets,
    talk: Talk,
) -> str:
    """What happens in a chat without asking for anything."""
    kind = event["type"]
    if kind == "unsend":
        return lifecycle.unsend(envelope, event, wiring.past(), wiring.now)
    if kind == "messageEdited" and message:
        return lifecycle.edit(message, wiring.past(), wiring.now, _flags(secrets))
    if kind not in (*COMING, *GOING):
        return f"ignored: {kind}"
    if wiring.now() - envelope.sent_at > OLDEST_EVENT:
        return "too old"
    if not wiring.messages().take_event(envelope.event_id, wiring.now()) and number == 1:
        return "taken before"
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


def _stores(secrets: Secrets) -> Stores:
    return Stores(
        wiring.messages(),
        wiring.conversations(),
        wiring.past(),
        wiring.accounts(),
        wiring.exports(),
        _flags(secrets),
    )


def _flags(secrets: Secrets) -> Callable[[str], bool] | None:
    """What judges words, if anything does. The key is read only when it is asked."""
    if not wiring.moderates():
        return None
    return lambda words: wiring.model(secrets).flags(words)
