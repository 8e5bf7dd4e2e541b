"""What a message quotes, as the table has it: a message of its chat, or what a bubble is a part of.

A bubble of the bot's is found by LINE's id of it, under the item that the webhook looks for too
(`kaiwa.table.sent_bubbles`). That item has no words: it says which answer the bubble is of, and
which of its bubbles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import META, Item, Message, answer_id
from kaiwa.table.sent_bubbles import bubble_id
from kaiwa.table.together import read_together

ANSWER = answer_id("")
"""How the id of an answer ends."""


class SentBubble(Item):
    """A bubble of the bot's. One that no stored message is behind has its id only."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    message_id = UnicodeAttribute(attr_name="messageId", null=True)
    number = NumberAttribute(null=True)
    expires_at = TTLAttribute(attr_name="expiresAt")


@dataclass(frozen=True)
class Quoted:
    """What is quoted. `message` is None if it is there no more; `question` is what an answer was
    said to, without which there is no answer. `bubble`: which of the message's bubbles it is, if
    it is one of the bot's. A bubble without a message is of what was kept nowhere.
    """

    message: Message | None = None
    question: Message | None = None
    bubble: int | None = None


def add_bubbles(write: TransactWrite, message: Message, bubble_ids: Sequence[str]) -> None:
    """Add to the transaction: these are the next bubbles of the message, as LINE has them."""
    for number, each in enumerate(bubble_ids, start=int(message.next_bubble or 0)):
        bubble = SentBubble(
            bubble_id(each),
            message_id=message.id,
            number=number,
            expires_at=message.expires_at,
        )
        write.save(bubble)


def look_up(chat_id: str, message_id: str) -> Quoted | None:
    """What has this id in this chat; of another chat there is never anything. None if the table
    knows nothing at all under this id. Read consistently.
    """
    found = read_together([message_id, bubble_id(message_id), *_question_ids(message_id)])
    if sent := found.get(bubble_id(message_id)):
        bubble = SentBubble.from_raw_data(dict(sent))
        return _of_bubble(chat_id, bubble)
    if message_id not in found:
        return None
    return _quoted(found, message_id, chat_id)


def _of_bubble(chat_id: str, bubble: SentBubble) -> Quoted:
    number = int(bubble.number or 0)
    said: str | None = bubble.message_id
    if said is None:
        return Quoted(bubble=number)
    return _quoted(read_together([said, *_question_ids(said)]), said, chat_id, number)


def _quoted(
    found: Mapping[str, Mapping[str, Any]], message_id: str, chat_id: str, bubble: int | None = None
) -> Quoted:
    message = _message(found.get(message_id), chat_id)
    if message is None:
        return Quoted()
    if not (question_ids := _question_ids(message_id)):
        return Quoted(message, None, bubble)
    question = _message(found.get(question_ids[0]), chat_id)
    return Quoted() if question is None else Quoted(message, question, bubble)


def _question_ids(message_id: str) -> Sequence[str]:
    """The id of the question, of an answer."""
    question_id = message_id.removesuffix(ANSWER)
    return [question_id] if question_id != message_id else []


def _message(item: Mapping[str, Any] | None, chat_id: str) -> Message | None:
    """The message that the item is, if it is one of this chat, and not taken back."""
    if item is None or "content" not in item or item.get("lineUserId") != {"S": chat_id}:
        return None
    return Message.from_raw_data(dict(item))
