"""Pictures that were drawn here before, as parts of a prompt: so they can be changed."""

from datetime import timedelta

from kaiwa.model.prompt import Attachment
from kaiwa.pictures import JPEG, Pictures, media_type_of
from kaiwa.table.items import Message
from line_reply.attachments.current import CURRENT, Attached


def picture_of(answer: Message, pictures: Pictures) -> Attached | None:
    """The picture that the answer came with, if there still is one."""
    name: str | None = answer.picture
    data = pictures.get(name) if name else None
    if data is None:
        return None
    shown = Attachment("image", "image", media_type_of(data) or JPEG, data)
    return Attached(attachments=[shown], ids=[answer.id])


def is_current(answer: Message, question: Message, within: timedelta = CURRENT) -> bool:
    """Whether the question may be about the answer's picture without saying so."""
    return bool(answer.picture) and answer.created_at > question.created_at - within
