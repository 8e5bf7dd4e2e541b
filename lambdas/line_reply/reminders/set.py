"""The use case: set the reminders that the model has called for, and say in words when they come.

The confirmation is Kaiwa's own, not the model's: it says what is stored, with its date and zone.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kaiwa.line.client import Line
from kaiwa.log import logger
from kaiwa.model.functions import FunctionCall, Functions
from kaiwa.schedules import Schedules, SchedulesUnavailableError
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import Message
from kaiwa.table.reminders import Reminder, Reminders
from kaiwa.times import Clock
from line_reply.reminders import wanted
from line_reply.reminders.due import ReminderDue
from line_reply.reminders.wanted import Wanted
from line_reply.speech.languages.text import Texts

IDS = uuid.UUID("0c4b8f0e-6f0d-4c53-9f6e-3a4c5b1d7e52")
"""Namespace of the reminders' ids: the same for the same call of the same message's, so that an
attempt that comes again sets none twice."""
PREFIX = "reminder-"
"""As Terraform has it in what the worker may schedule."""
MOST_OF_PERSON = 20
MOST_OF_CHAT = 50
"""In a group many people may ask; all of its reminders are in one item of the table."""
MOST_CALLS = 5
"""Of one message. What is beyond is left undone, and said so."""
FARTHEST = timedelta(days=366)
NEARLY_USED_PERCENT = 90


@dataclass(frozen=True)
class _Said:
    """What to say to a call."""

    words: str
    is_set: bool = False


@dataclass(frozen=True)
class SetReminders:
    """Offers the model to set reminders, and sets them."""

    reminders: Reminders
    schedules: Schedules
    conversations: Conversations
    line: Line
    timezone: ZoneInfo
    clock: Clock

    def functions(self) -> Functions:
        """What the model may call, and what it needs to know for it."""
        return wanted.functions(self.timezone, self.clock())

    def __call__(self, calls: Sequence[FunctionCall], question: Message, texts: Texts) -> str:
        """Do what the calls ask for, and return what to say.

        Raises `SchedulesUnavailableError` and `TableBusyError`: then another attempt does it.
        """
        said = [
            self._set(call, reminder_id(question.id, number), question, texts)
            for number, call in enumerate(calls[:MOST_CALLS])
        ]
        words = list(dict.fromkeys(each.words for each in said))
        if len(calls) > MOST_CALLS:
            words.append(texts.reminders_too_many_at_once.format(limit=MOST_CALLS))
        if any(each.is_set for each in said):
            words.append(texts.reminders_how_to_cancel)
            if (self.line.push_quota_used() or 0) >= NEARLY_USED_PERCENT:
                logger().warning("A reminder may not arrive: the push quota is nearly used.")
                words.append(texts.reminders_may_not_arrive)
        return "\n".join(words)

    def _set(self, call: FunctionCall, name: str, question: Message, texts: Texts) -> _Said:
        chat_id: str = question.line_user_id
        known = self.reminders.of_chat(chat_id)
        reminder = next((each for each in known if each.id == name), None)
        if reminder is None:
            wish = wanted.read_call(call, self.timezone, self.clock())
            if wish is None:
                return _Said(texts.reminder_unclear)
            if refusal := self._refusal(wish, question, len(known), texts):
                return _Said(refusal)
            new = self._reminder(name, wish, question)
            reminder = self.reminders.add_beside(chat_id, new, question.id)
            if reminder is None:
                return _Said("")  # the question was forgotten meanwhile: nobody is to hear of it
        self._schedule(reminder, chat_id)
        logger().info("A reminder is set.", reminder_id=reminder.id)
        when = texts.moment_of(reminder.at, self.timezone)
        return _Said(texts.reminder_set.format(when=when, words=reminder.words), is_set=True)

    def _refusal(self, wish: Wanted, question: Message, in_chat: int, texts: Texts) -> str | None:
        """Why it can't be set, if so."""
        when, now = texts.moment_of(wish.at, self.timezone), self.clock()
        if wish.at <= now:
            return texts.reminder_past.format(when=when)
        if wish.at > now + FARTHEST:
            return texts.reminder_too_far.format(when=when)
        if in_chat >= MOST_OF_CHAT:
            return texts.reminders_full.format(limit=MOST_OF_CHAT)
        if self._of_person(question) >= MOST_OF_PERSON:
            return texts.reminders_full.format(limit=MOST_OF_PERSON)
        return None

    def _of_person(self, question: Message) -> int:
        """How many the person has, in all chats that they talk to the bot in."""
        person_id = _person_of(question)
        groups = self.conversations.get(person_id).group_ids or ()
        chat_ids = {person_id, question.line_user_id, *groups}
        return len(self.reminders.of_person(person_id, chat_ids))

    def _reminder(self, name: str, wish: Wanted, question: Message) -> Reminder:
        # Later than whatever was forgotten before: the clocks of the worker and of LINE differ.
        set_at: datetime = max(self.clock(), question.created_at)
        person_id = _person_of(question)
        return Reminder(name, 0, wish.at, wish.words, person_id, question.id, set_at)

    def _schedule(self, reminder: Reminder, chat_id: str) -> None:
        """What would not fire is not kept either."""
        if reminder.at <= self.clock():
            return  # it was set by an earlier attempt, and waits behind this one
        due = ReminderDue(chat_id, reminder.id).queued()
        try:
            self.schedules.create(reminder.id, reminder.at, due)
        except SchedulesUnavailableError:
            self.reminders.remove(chat_id, {reminder.id})
            raise


def reminder_id(message_id: str, number: int) -> str:
    """The id of what the message's call of that number asks for, and the name of its schedule."""
    return f"{PREFIX}{uuid.uuid5(IDS, f'{message_id}#{number}')}"


def _person_of(question: Message) -> str:
    """Whose reminder it is: in groups LINE may not say who asked."""
    return question.speaker_id or str(question.line_user_id)
