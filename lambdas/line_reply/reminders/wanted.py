"""The function that the model calls to set a reminder, and reading its calls."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kaiwa.fields import Fields, UnreadableError
from kaiwa.model.functions import FunctionCall, Functions

NAME = "set_reminder"
LONGEST_WORDS = 200
"""In characters. What is longer is cut."""


@dataclass(frozen=True)
class Wanted:
    """When the chat is to be reminded, in UTC, and of what."""

    at: datetime
    words: str


def functions(zone: ZoneInfo, now: datetime) -> Functions:
    """What the model is offered. It has no clock, so it is told the date and the hour.

    Not the minute: each prompt begins with what it is told, and OpenAI keeps a prompt, for half an
    hour, for those that begin alike. So a time that is near is asked for in minutes from now.
    """
    local = now.astimezone(zone)
    note = f"It is {local:%A}, {local:%Y-%m-%d}, after {local:%H}:00, in {zone.key}."
    return Functions([_tool(zone)], note)


def read_call(call: FunctionCall, zone: ZoneInfo, now: datetime) -> Wanted | None:
    """What a call wants; None if it says no time, or nothing to be reminded of.

    A time that the clocks leave out in spring is taken for that much later, and one that comes
    twice in autumn for the first.
    """
    if call.name != NAME:
        return None
    try:
        arguments = Fields.parse(call.arguments)
        words = " ".join(arguments.needed_text("words").split())
        at = _time(arguments, zone, now)
        at.astimezone(zone)  # a calendar ends somewhere
    except (UnreadableError, ValueError, OverflowError):
        return None
    if not words:
        return None
    cut = words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"
    return Wanted(at.replace(microsecond=0), cut)


def _time(arguments: Fields, zone: ZoneInfo, now: datetime) -> datetime:
    minutes = arguments.number("minutes_from_now")
    if minutes is not None:
        return now + timedelta(minutes=minutes)
    local = datetime.fromisoformat(arguments.needed_text("at"))
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def _tool(zone: ZoneInfo) -> dict[str, object]:
    """As strict schemas have to be: each property is required, and there are no others.

    https://developers.openai.com/api/docs/guides/function-calling#strict-mode
    """
    return {
        "type": "function",
        "name": NAME,
        "description": (
            "Has this chat reminded of something at a time that is still to come. Call it only if"
            " the person who writes now asks to be reminded or told something later, and says"
            " when; ask for the time if it is missing. Call it once for each time. The app then"
            " confirms it with date and time: write nothing about it yourself. It cannot repeat,"
            " change or cancel: /reminders lists and cancels."
        ),
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {
                "minutes_from_now": {
                    "type": ["number", "null"],
                    "description": "For `in ten minutes` and the like; else null.",
                },
                "at": {
                    "type": ["string", "null"],
                    "description": (
                        f"For all other times: local date and time in {zone.key}, as"
                        " YYYY-MM-DDTHH:MM, within a year from now; else null."
                    ),
                },
                "words": {
                    "type": "string",
                    "description": (
                        "What to be reminded of, in the person's language and in few words, as"
                        f" it is to be shown then. At most {LONGEST_WORDS} characters."
                    ),
                },
            },
            "required": ["minutes_from_now", "at", "words"],
            "additionalProperties": False,
        },
    }
