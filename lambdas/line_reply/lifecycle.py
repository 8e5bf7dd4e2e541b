"""The use cases for whatever happens in a chat besides messages: coming, going, taking back."""

from collections.abc import Collection
from dataclasses import dataclass

from kaiwa.line.events import (
    Follow,
    Join,
    Leave,
    MemberJoined,
    Unfollow,
    Unsend,
    is_too_old,
)
from kaiwa.line.messages import Edit
from kaiwa.log import described, logger
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.models import Models
from kaiwa.pictures import Pictures
from kaiwa.table.conversations import Conversations
from kaiwa.table.overheard import OverheardTexts
from kaiwa.table.past import Past
from kaiwa.times import Clock
from line_reply.attempt import Attempt
from line_reply.commands.forget import ForgetChat
from line_reply.commands.orders import Command, choices
from line_reply.reminders.cancel import CancelReminders
from line_reply.speech.chat import Chat


@dataclass(frozen=True)
class Lifecycle:
    """Whether the bot is welcome in a chat, and what is said there no more.

    With `delete_data_on_leave`, a chat that the bot is out of is forgotten. What is `hidden` gets
    no button. Each method returns how it ended, for logs.
    """

    conversations: Conversations
    past: Past
    models: Models
    overheard: OverheardTexts
    forget_chat: ForgetChat
    pictures: Pictures
    cancel: CancelReminders
    delete_data_on_leave: bool
    clock: Clock
    listening_hours: int = 0
    hidden: Collection[Command] = ()

    def welcome(self, event: Follow | Join, chat: Chat) -> str:
        """Greet a user who has added or unblocked the bot, or a group that it has joined.

        Not if they have parted since: what LINE delivers again comes late.
        """
        if isinstance(event, Join):
            # That it left may never have been told. Whoever invites it again has agreed to nothing.
            self.overheard.stop(event.conversation_id, event.sent_at)
        if not self.conversations.resume(event.conversation_id, event.sent_at):
            return "parted since"
        if event.standby:
            return "on standby"
        texts = chat.voice()
        match event:
            case Join():
                words = texts.introduction
            case Follow(returning=True):
                words = texts.welcome_back
            case _:
                words = texts.greeting
        return chat.say([words], choices(texts, event.one_to_one, self.hidden)) or "greeted"

    def part(self, event: Unfollow | Leave) -> str:
        """Send nothing more to a user who has blocked the bot, or a group that it is out of.

        Not if they have come back since. What was overheard in the group is deleted.
        """
        if isinstance(event, Leave):
            self.overheard.stop(event.conversation_id, event.sent_at)
        if not self.conversations.stop(event.conversation_id, event.sent_at):
            return "welcome since"
        self.cancel(event.conversation_id)
        if not self.delete_data_on_leave:
            return "stopped"
        self.forget_chat(event.conversation_id)
        return "stopped and forgot"

    def tell_newcomers(self, event: MemberJoined, chat: Chat) -> str:
        """Tell whoever joins a group that the bot listens in there, if it does."""
        hours = self.overheard.hours(event.conversation_id) if self.listening_hours else None
        if hours is None:
            return "nothing to tell"
        if event.standby:
            return "on standby"
        words = chat.voice().listening_here.format(hours=min(hours, self.listening_hours))
        return chat.say([words]) or "told newcomers"

    def unsend(self, event: Unsend) -> str:
        """Delete what the user took back, what was answered to it and drawn for it, and cancel what
        it had asked to be reminded of.

        https://developers.line.biz/en/docs/messaging-api/receiving-messages/#recommended-unsend-processing
        """
        self.past.unsend(event.conversation_id, event.message_id, self.clock())
        if not event.one_to_one:
            self.overheard.take_out(event.conversation_id, event.message_id)
        self.pictures.delete(event.conversation_id, event.person_id, event.message_id)
        self._cancel_of(event.conversation_id, event.message_id)
        return "unsent"

    def edit(self, edit: Edit, attempt: Attempt) -> str:
        """Put the new words in place of the old. Without any it is not for the bot any more.

        Words that are not to be passed on to the model leave the history too, and so do words that
        cannot be judged. Raises `ModelUnavailableError` before the last attempt.
        """
        if is_too_old(edit.sent_at, self.clock()):
            return "too old"
        is_kept = edit.text.strip() and not self._flagged(edit.text, attempt)
        text = edit.text if is_kept else None
        known = self.past.edit(
            edit.conversation_id, edit.message_id, text, edit.sent_at, self.clock()
        )
        if not known:
            # It was overheard, or never seen. It is so still, though it is for the bot now.
            place = edit.conversation_id, edit.message_id
            heard = text is not None and self.overheard.edit(*place, text, edit.sent_at)
            return "edited" if heard else "unknown message"
        if text is not None:
            return "edited"
        self.pictures.delete(edit.conversation_id, edit.person_id, edit.message_id)
        self._cancel_of(edit.conversation_id, edit.message_id)
        return "unsent"

    def _cancel_of(self, chat_id: str, message_id: str) -> None:
        self.cancel(chat_id, lambda reminder: reminder.message_id == message_id)

    def _flagged(self, text: str, attempt: Attempt) -> bool:
        try:
            return self.models.begin().flags(text)
        except (ModelRefusedError, ModelTimeoutError, ModelUnavailableError) as error:
            if isinstance(error, ModelUnavailableError) and not attempt.is_last:
                raise
            logger().error("Nobody will judge the new words.", failure=described(error))
            return True
