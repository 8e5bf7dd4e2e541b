"""The use cases, each built once from the gateways and the settings that the environment names."""

import os
from collections.abc import Collection
from functools import cache, lru_cache

from kaiwa.gateways import MOST_CHANNELS, gateways
from kaiwa.line.client import Line
from kaiwa.model.drawing import Offered
from kaiwa.model.models import Models
from kaiwa.times import now
from line_reply.admission import Admission
from line_reply.attachments.current import Attach
from line_reply.attachments.recordings import WriteDown
from line_reply.commands.again import Again
from line_reply.commands.draw import ExplainDrawing, asks_to_draw
from line_reply.commands.forget import Forget, ForgetChat
from line_reply.commands.help import Help
from line_reply.commands.language import ChooseLanguage
from line_reply.commands.link import OfferCode, Unlink
from line_reply.commands.listen import Listen
from line_reply.commands.obey import Obey
from line_reply.commands.orders import Command
from line_reply.commands.persona import Persona
from line_reply.commands.reminders import ListReminders
from line_reply.commands.reset import Reset
from line_reply.delivery.deliver import Deliver
from line_reply.delivery.own_text import DeliverOwnText
from line_reply.dispatch import Dispatch
from line_reply.lifecycle import Lifecycle
from line_reply.listening.digest import ReadOverheard
from line_reply.listening.overhear import Overhear
from line_reply.memory.history import Recall
from line_reply.memory.summarise import Summarise
from line_reply.reminders.cancel import CancelReminders
from line_reply.reminders.remind import Remind
from line_reply.reminders.set import SetReminders
from line_reply.settings import Settings
from line_reply.speech.chat import Chats
from line_reply.speech.language import Languages
from line_reply.turns.answer import AnswerMessage
from line_reply.turns.draw import Draw
from line_reply.turns.quote import ReadQuote
from line_reply.turns.take import TakeTurn


@lru_cache(maxsize=MOST_CHANNELS)
def dispatch(channel: str, line: Line) -> Dispatch:
    """All use cases of a channel. A rotated access token makes another `line`, and them anew."""
    known, settings = gateways(), _settings()
    models = known.models(channel)
    languages = Languages(known.conversations, line, settings.default_language, now)
    chats = Chats(line, languages, known.sent_bubbles, settings.history.retention, now)
    deliver = Deliver(known.messages, now)
    return Dispatch(
        chats=chats,
        admission=Admission(known.read_for(channel), known.messages, now),
        take_turn=_take_turn(line, models),
        obey=_obey(line, models),
        lifecycle=Lifecycle(
            known.conversations,
            known.past,
            models,
            known.overheard,
            _forget_chat(),
            known.pictures,
            _cancel(),
            settings.delete_data_on_leave,
            now,
            settings.listening_hours,
            _hidden(),
        ),
        overhear=Overhear(known.overheard, settings.listening_hours, now),
        summarise=Summarise(
            known.messages,
            known.conversations,
            models,
            known.summaries,
            settings.history,
            now,
        ),
        deliver_own_text=DeliverOwnText(known.messages, known.operations, chats, deliver, now),
        draw=_draw(),
        remind=Remind(known.reminders, known.messages, known.operations, chats, deliver, now),
    )


def _take_turn(line: Line, models: Models) -> TakeTurn:
    known, settings = gateways(), _settings()
    answer = AnswerMessage(
        line,
        models,
        Recall(known.messages, known.conversations, settings.history, now),
        Attach(known.messages, line),
        WriteDown(known.messages, line, now),
        ReadQuote(known.messages, known.conversations, line, now, known.pictures),
        ReadOverheard(known.overheard, known.conversations, line, settings.listening_hours, now),
        _draw(),
        _set_reminders(line),
    )
    deliver = Deliver(known.messages, now, settings.flex_messages, settings.pictures_url)
    return TakeTurn(known.messages, answer, deliver, known.summaries, settings.limits, now)


def _obey(line: Line, models: Models) -> Obey:
    known, settings = gateways(), _settings()
    return Obey(
        {
            Command.HELP: Help(_hidden()),
            Command.RESET: Reset(known.past, now),
            Command.FORGET: Forget(_forget_chat()),
            Command.AGAIN: Again(known.messages, known.conversations, now, settings.pictures_url),
            Command.DRAW: ExplainDrawing(settings.drawing),
            Command.PERSONA: Persona(known.conversations, models),
            Command.LANGUAGE: ChooseLanguage(known.conversations),
            Command.LINK: OfferCode(known.accounts, line, settings.link_page_url, now),
            Command.UNLINK: Unlink(known.accounts, known.exports),
            Command.LISTEN: Listen(known.overheard, settings.listening_hours, now),
            Command.REMINDERS: ListReminders(
                known.reminders, _cancel(), settings.timezone, now, known.schedules is not None
            ),
        }
    )


def _set_reminders(line: Line) -> SetReminders | None:
    known = gateways()
    if known.schedules is None:
        return None
    return SetReminders(
        known.reminders, known.schedules, known.conversations, line, _settings().timezone, now
    )


def _cancel() -> CancelReminders:
    return CancelReminders(gateways().reminders, gateways().schedules)


def _hidden() -> Collection[Command]:
    """What is of no use here, and so not shown. Who knows of it may use it: to undo a link, say."""
    settings = _settings()
    linking = () if settings.offers_linking else (Command.LINK, Command.UNLINK)
    listening = () if settings.listening_hours else (Command.LISTEN, Command.DIGEST)
    drawing = (Command.DRAW,) if settings.drawing is Offered.OFF else ()
    reminders = () if gateways().schedules else (Command.REMINDERS,)
    return (*linking, *listening, *drawing, *reminders)


def _draw() -> Draw:
    known, settings = gateways(), _settings()
    limit, stored = settings.limits.pictures, known.messages
    return Draw(settings.drawing, asks_to_draw, known.pictures, stored, limit, now)


def _forget_chat() -> ForgetChat:
    known = gateways()
    return ForgetChat(known.past, known.accounts, known.exports, known.pictures, _cancel(), now)


@cache
def _settings() -> Settings:
    return Settings.from_environment(os.environ)
