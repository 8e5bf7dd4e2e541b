"""Counting what each person uses in a day, in the transaction that uses it."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import and_
from zoneinfo import ZoneInfo

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import Usage, usage_id
from kaiwa.table.lifetimes import USAGE
from kaiwa.table.turns import Content, DailyLimits


class Meter:
    """Atomic counters, one for each person and day. Days begin at midnight in `timezone`."""

    def __init__(self, timezone: ZoneInfo) -> None:
        self._timezone = timezone

    def add_message(
        self, write: TransactWrite, person_id: str, limits: DailyLimits, now: datetime
    ) -> None:
        """Add to the transaction: one message more, if the person may still send one today."""
        actions = [Usage.messages.add(1), _kept_until(now)]
        write.update(self._today(person_id, now), actions, condition=_within(limits))

    def add_tokens(
        self, write: TransactWrite, person_id: str, content: Content, now: datetime
    ) -> None:
        """Add to the transaction: the tokens that the content took, and its picture."""
        drawn = [Usage.pictures.add(1)] if content.picture else []
        write.update(self._today(person_id, now), [*_tokens(content), *drawn, _kept_until(now)])

    def pictures(self, person_id: str, now: datetime) -> int:
        """How many were drawn for the person today."""
        today = self._today(person_id, now).id
        found = next(iter(Usage.batch_get([today], consistent_read=True)), None)
        return int(found.pictures) if found else 0

    def count_tokens(self, person_id: str, content: Content, now: datetime) -> None:
        """The same in no transaction."""
        self._today(person_id, now).update([*_tokens(content), _kept_until(now)])

    def _today(self, person_id: str, now: datetime) -> Usage:
        return Usage(usage_id(person_id, now.astimezone(self._timezone).date()))


def used(person_id: str, days: Iterable[date]) -> dict[date, Usage]:
    """A person's usage by day, of up to 100 days, as far as there was any."""
    by_id = {usage_id(person_id, day): day for day in days}
    return {by_id[found.id]: found for found in Usage.batch_get(list(by_id))}


def _within(limits: DailyLimits) -> Condition | None:
    bounds = ((Usage.messages, limits.messages), (Usage.tokens, limits.tokens))
    conditions = [
        counter.does_not_exist() | (counter < most) for counter, most in bounds if most is not None
    ]
    return reduce(and_, conditions) if conditions else None


def _tokens(content: Content) -> tuple[Action, ...]:
    return (
        Usage.input_tokens.add(content.input_tokens),
        Usage.output_tokens.add(content.output_tokens),
        Usage.cached_tokens.add(content.cached_tokens),
        Usage.tokens.add(content.input_tokens + content.output_tokens),
    )


def _kept_until(now: datetime) -> Action:
    return Usage.expires_at.set(now + USAGE)
