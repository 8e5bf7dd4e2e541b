"""The use case: how much was said and used, day by day, from counters instead of messages."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from chatgpt.conversation.results import Counts, Day, Overview
from chatgpt.conversation.time_span import InvalidFieldError, day
from kaiwa.table.accounts import Link
from kaiwa.table.items import Usage
from kaiwa.table.messages import MessageTable
from kaiwa.times import Clock

MOST_DAYS = 92
DEFAULT_DAYS = 30


@dataclass(frozen=True)
class GetOverview:
    """Counts what was said and used. Days begin at midnight in `timezone`."""

    messages: MessageTable
    timezone: ZoneInfo
    clock: Clock

    def __call__(self, link: Link, start: str = "", end: str = "") -> Overview:
        """From one day to another, by default the last 30 days. Raises `InvalidFieldError`.

        Of what is forgotten the counters are still there, but not shown, except for the day itself.
        """
        last = day("to", end) if end else self.clock().astimezone(self.timezone).date()
        first = day("from", start) if start else _before(last, DEFAULT_DAYS - 1)
        number = (last - first).days + 1
        if not 1 <= number <= MOST_DAYS:
            raise InvalidFieldError(f"from, to: between 1 and {MOST_DAYS} days are wanted")
        known = _first_known(link, self.timezone)
        all_days = [first + timedelta(days=offset) for offset in range(number)]
        wanted = [when for when in all_days if when >= known]
        found = sorted(self.messages.usage(link.chat_id, wanted).items())
        days = [entry for when, used in found if _is_active(entry := _day(when, used))]
        return Overview(
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            timezone=self.timezone.key,
            total=Counts(
                messages=sum(entry.messages for entry in days),
                input_tokens=sum(entry.input_tokens for entry in days),
                output_tokens=sum(entry.output_tokens for entry in days),
            ),
            days=days,
        )


def _before(last: date, number: int) -> date:
    """So many days earlier, as far as the calendar goes."""
    return last - timedelta(days=min(number, last.toordinal() - 1))


def _first_known(link: Link, timezone: ZoneInfo) -> date:
    """The day on which the owner last asked to be forgotten."""
    return link.forgotten_at.astimezone(timezone).date() if link.forgotten_at else date.min


def _day(when: date, used: Usage) -> Day:
    return Day(
        day=when.isoformat(),
        messages=int(used.messages),
        input_tokens=int(used.input_tokens),
        output_tokens=int(used.output_tokens),
    )


def _is_active(entry: Day) -> bool:
    return bool(entry.messages or entry.input_tokens or entry.output_tokens)
