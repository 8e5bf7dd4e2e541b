"""/listen: let the bot listen in to a group, or have it stop."""

from dataclasses import dataclass

from kaiwa.table.overheard import OverheardTexts
from kaiwa.times import Clock
from line_reply.commands.orders import plain
from line_reply.commands.request import Request, Said

ON = ("on", "オン", "開始")
OFF = ("off", "オフ", "停止", "終了")


@dataclass(frozen=True)
class Listen:
    """Says what is so, and changes it. The operator allows texts to be kept for `hours`, or with 0
    no listening at all: to stop works always.
    """

    overheard: OverheardTexts
    hours: int
    clock: Clock

    def __call__(self, request: Request) -> Said:
        texts, wish = request.texts, plain(request.argument)
        if request.one_to_one:
            return Said([texts.groups_only])
        if wish in OFF:
            self.overheard.stop(request.chat_id)
            return Said([texts.listening_stopped])
        if not self.hours:
            return Said([texts.listening_not_offered])
        if hours := self.overheard.hours(request.chat_id):
            return Said([texts.listening_already.format(hours=min(hours, self.hours))])
        if wish not in ON:
            return Said([texts.listening_is_off])
        # Nothing is heard before everybody could read what is going to be.
        return Said(
            [texts.listening_begins.format(hours=self.hours)],
            once_told=lambda: self.overheard.start(request.chat_id, self.hours, self.clock()),
        )


def is_stop(argument: str) -> bool:
    """Whether that is what /listen is to do."""
    return plain(argument) in OFF
