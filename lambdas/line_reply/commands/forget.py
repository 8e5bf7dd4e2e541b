"""/forget: delete what is known of a chat, and of its user's words in groups."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from kaiwa.exports import Exports
from kaiwa.line.choices import Choice
from kaiwa.pictures import Pictures
from kaiwa.table.accounts import Accounts
from kaiwa.table.past import Past
from kaiwa.times import Clock
from line_reply.commands.orders import NO, YES, Command, plain
from line_reply.commands.request import Request, Said
from line_reply.reminders.cancel import CancelReminders
from line_reply.speech.languages.text import Texts


@dataclass(frozen=True)
class ForgetChat:
    """Hides everything at once, then deletes it. Whatever stops it, doing it again finishes it.

    What stays is empty of words: markers that refuse replays, and counters of usage.
    """

    past: Past
    accounts: Accounts
    exports: Exports
    pictures: Pictures
    cancel: CancelReminders
    clock: Clock

    def __call__(self, chat_id: str) -> None:
        conversation = self.past.hide(chat_id, self.clock())
        self.accounts.forget(chat_id)
        # An export under way finds out by itself: it looks for the link once it is written.
        self.exports.delete_all(chat_id)
        besides = partial(self._delete_besides, chat_id)
        besides(conversation.group_ids or ())
        # Once more when there is no question left: what was being drawn or set meanwhile is not
        # kept from then on. By then a group may be known that was not before.
        self.past.delete(chat_id, conversation, besides)

    def _delete_besides(self, chat_id: str, group_ids: Collection[str]) -> None:
        """The pictures and reminders of the chat, and of its user in the groups."""
        self.pictures.delete(chat_id)
        for group_id in sorted(group_ids):
            self.pictures.delete(group_id, chat_id)
        self.cancel.of_person(chat_id, sorted(group_ids))


@dataclass(frozen=True)
class Forget:
    """Asks whether to, and does it once the user has said yes."""

    forget_chat: ForgetChat

    def __call__(self, request: Request) -> Said:
        texts, answer = request.texts, plain(request.argument)
        if answer == NO:
            return Said([texts.forget_cancelled])
        if answer != YES:
            return Said([texts.forget_confirm], confirmation(texts))
        self.forget_chat(request.chat_id)
        return Said([texts.forgot])


def confirmation(texts: Texts) -> Sequence[Choice]:
    """Buttons below the question."""
    return [
        Choice(texts.label_forget_yes, command=f"{Command.FORGET} {YES}"),
        Choice(texts.label_cancel, command=f"{Command.FORGET} {NO}"),
    ]
