"""The use case: keep a text that is overheard."""

from dataclasses import dataclass

from kaiwa.line.events import Overheard
from kaiwa.log import described, logger
from kaiwa.table.overheard import OverheardTexts
from kaiwa.times import Clock
from line_reply.attempt import Attempt
from line_reply.listening import NOT_HEARD


@dataclass(frozen=True)
class Overhear:
    """Keeps the texts of groups that let the bot listen in, and says nothing. The operator allows
    them to be kept for `hours`.
    """

    overheard: OverheardTexts
    hours: int
    clock: Clock

    def __call__(self, text: Overheard, attempt: Attempt) -> str:
        """Returns how it ended, for logs.

        On the last attempt it is done either way: a digest without this text is a lesser evil than
        what people say to each other among the dead letters, which are kept for long.
        """
        try:
            return "overheard" if self._hear(text) else "not to be heard"
        except Exception as error:
            if not attempt.is_last:
                raise
            logger().error("A text was not overheard.", failure=described(error))
            return NOT_HEARD

    def _hear(self, text: Overheard) -> bool:
        if text.edited:
            place = text.conversation_id, text.message_id
            return self.overheard.edit(*place, text.text, text.sent_at)
        return self.overheard.hear(text, self.hours, self.clock())
