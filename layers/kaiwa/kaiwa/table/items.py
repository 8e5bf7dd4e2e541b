"""The items of the table `messages`, as PynamoDB models. They share one table, told apart by `id`.

| item         | id                             | in the index |
|--------------|--------------------------------|--------------|
| message      | LINE's message id              | yes          |
| answer       | `<message id>#assistant`       | yes          |
| "go on"      | `<message id>#on<number>`      | yes          |
| event marker | `event#<webhookEventId>`       | no           |
| tombstone    | LINE's message id              | no           |
| conversation | `conversation#<lineUserId>`    | no           |
| summary      | `summary#<lineUserId>`         | no           |
| usage        | `usage#<user id>#<day>`        | no           |
| reminders    | `reminders#<lineUserId>`       | no           |

`kaiwa.table.account_items` has the items about accounts and links, `kaiwa.table.image_sets` those
about images that were sent together, `kaiwa.table.reminders` those of reminders.
"""

from datetime import date, datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.connection.table import TableConnection
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

USER = "user"
ASSISTANT = "assistant"
SENT = "sent"
"""Role of what the user wrote into the chat from ChatGPT. The bot shows it, so a prompt has it."""
NOTICE = "notice"
"""Role of a sentence of Kaiwa's own, such as an apology: shown to the user, never in a prompt."""
APOLOGY = "apology"
"""Role of a notice that something did not work. It makes way for the answer once that works."""
DIGEST = "digest"
"""Role of an answer about what was overheard: shown to the group, never in a prompt."""
ANSWERS = (ASSISTANT, DIGEST)
"""The roles of what a model wrote, in Markdown."""
UNSENT = "unsent"
"""Role of what stands in place of a message that was taken back."""
SAID = (USER, ASSISTANT, SENT)
"""The roles that make up the conversation, for whoever reads it."""


GOES_ON = "#on"


class TableMeta:
    """The table that every model is in. `TableGateway` names it."""

    table_name = ""


META: Any = TableMeta
"""As PynamoDB wants it in each model, under a type that its stubs let every model share."""


class TableGateway:
    """What all gateways to the table have in common."""

    def __init__(self, table_name: str) -> None:
        TableMeta.table_name = table_name


class Item(Model):
    """Any item of the table. All go over one connection: each would make a client of its own, which
    takes a start as long as the first answer itself.
    """

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return super()._get_connection() if cls is Message else Message._get_connection()


class ByLineUserId(GlobalSecondaryIndex["Message"]):  # type: ignore[no-untyped-call]
    """A conversation's messages and answers by time. On AWS it lags behind the table."""

    class Meta:
        index_name = "byLineUserId"
        projection = AllProjection()

    line_user_id = UnicodeAttribute(attr_name="lineUserId", hash_key=True)
    created_at = UTCDateTimeAttribute(attr_name="createdAt", range_key=True)


class Message(Item):
    """A user's message or the answer to it.

    `line_user_id` is the conversation's key: a user, group or room id. `created_at` orders the
    conversation and strictly increases; `sent_at` is LINE's own time of the event, the last one if
    the message was edited. `kind` is what was sent (see `kaiwa.line.messages.Kind`), of text it is
    left out. Only answers have `delivery` (see `kaiwa.table.turns.Delivery`), `next_bubble`, the
    first bubble not yet sent, and `cards`, if there are some among the bubbles. An image or file is
    `left_out` of every prompt if it can't be read, or was not to be passed on. `quoted_id` is
    LINE's id of what a message quotes, whose words are kept in their own place only. `cut_at` is
    how many characters of an answer that was cut off are the model's own. `picture` is the name of
    one that is above the answer (see `kaiwa.pictures`), of which the first line of the content is a
    note.
    """

    Meta = META

    by_line_user_id = ByLineUserId()
    id = UnicodeAttribute(hash_key=True)
    line_user_id = UnicodeAttribute(attr_name="lineUserId")
    role = UnicodeAttribute()
    content = UnicodeAttribute()
    created_at = UTCDateTimeAttribute(attr_name="createdAt")
    updated_at = UTCDateTimeAttribute(attr_name="updatedAt")
    expires_at = TTLAttribute(attr_name="expiresAt")
    sent_at = UTCDateTimeAttribute(attr_name="sentAt", null=True)
    speaker_id = UnicodeAttribute(attr_name="speakerId", null=True)
    kind = UnicodeAttribute(null=True)
    file_name = UnicodeAttribute(attr_name="fileName", null=True)
    image_set = UnicodeAttribute(attr_name="imageSet", null=True)
    left_out = BooleanAttribute(attr_name="leftOut", null=True)
    quoted_id = UnicodeAttribute(attr_name="quotedMessageId", null=True)
    delivery = UnicodeAttribute(null=True)
    next_bubble = NumberAttribute(attr_name="nextBubble", null=True)
    cut_at = NumberAttribute(attr_name="cutAt", null=True)
    cards = BooleanAttribute(null=True)
    picture = UnicodeAttribute(null=True)


class EventMarker(Item):
    """This webhook event was taken. It outlives the message, so that a replay stays refused."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    expires_at = TTLAttribute(attr_name="expiresAt")


class Tombstone(Item):
    """In place of a message that was taken back, also one that has not arrived yet."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    role = UnicodeAttribute(default=UNSENT)
    expires_at = TTLAttribute(attr_name="expiresAt")


class Conversation(Item):
    """What is known of a chat as a whole, read consistently.

    `recent_ids` names the messages of the last turns, for those that the index does not show yet.
    `account_id` is the sign-in that may read the chat from ChatGPT. What was created up to
    `reset_at` is in no prompt, up to `forgotten_at` for nobody to see. `stopped_at`: the user
    blocked the bot, or the group sent it away; `welcomed_at`: the last event that says otherwise;
    both are LINE's times. `attachment_ids` are the last images or files that nobody has talked
    about otherwise. `group_ids`: where else the user has spoken to the bot, and `group_turns`, how
    often.

    `language` was chosen in the chat; `detected_language` is what LINE said at `detected_at`.

    `summary_until`: how far the last summary went, even if it has expired since. Whatever changes
    the past also changes `past_version`, so that a summary in the making is not stored. The item
    never expires, so none of what was said is in it.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    last_created_at = UTCDateTimeAttribute(attr_name="lastCreatedAt", null=True)
    reset_at = UTCDateTimeAttribute(attr_name="resetAt", null=True)
    recent_ids = ListAttribute[Any](attr_name="recentIds", of=UnicodeAttribute, default=list)
    account_id = UnicodeAttribute(attr_name="accountId", null=True)
    forgotten_at = UTCDateTimeAttribute(attr_name="forgottenAt", null=True)
    stopped_at = UTCDateTimeAttribute(attr_name="stoppedAt", null=True)
    welcomed_at = UTCDateTimeAttribute(attr_name="welcomedAt", null=True)
    language = UnicodeAttribute(null=True)
    detected_language = UnicodeAttribute(attr_name="detectedLanguage", null=True)
    detected_at = UTCDateTimeAttribute(attr_name="detectedAt", null=True)
    persona = UnicodeAttribute(null=True)
    attachment_ids = ListAttribute[Any](
        attr_name="attachmentIds", of=UnicodeAttribute, default=list
    )
    group_ids = UnicodeSetAttribute(attr_name="groupIds", null=True)
    group_turns = NumberAttribute(attr_name="groupTurns", null=True)
    summary_until = UTCDateTimeAttribute(attr_name="summaryUntil", null=True)
    past_version = NumberAttribute(attr_name="pastVersion", default=0)


class ChatSummary(Item):
    """What stands for all that was said in a chat up to a time. It expires with the first of it."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    text = UnicodeAttribute()
    until = UTCDateTimeAttribute()
    expires_at = TTLAttribute(attr_name="expiresAt")


class Usage(Item):
    """What one person used on one local day, as atomic counters. `tokens` are those of input and
    output together, `cached_tokens` a part of the input.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    messages = NumberAttribute(default=0)
    input_tokens = NumberAttribute(attr_name="inputTokens", default=0)
    output_tokens = NumberAttribute(attr_name="outputTokens", default=0)
    cached_tokens = NumberAttribute(attr_name="cachedTokens", default=0)
    tokens = NumberAttribute(default=0)
    pictures = NumberAttribute(default=0)
    sends = NumberAttribute(default=0)
    expires_at = TTLAttribute(attr_name="expiresAt")


def answer_id(message_id: str) -> str:
    """The id of the answer to a message."""
    return f"{message_id}#{ASSISTANT}"


def continuation_id(message_id: str, number: int | None = None) -> str:
    """The id of what asks to go on with the answer to a message: the next one, or that number."""
    first, _, before = message_id.partition(GOES_ON)
    return f"{first}{GOES_ON}{number or int(before or 0) + 1}"


def marker_id(event_id: str) -> str:
    """The id of the marker of a webhook event."""
    return f"event#{event_id}"


def conversation_item_id(line_user_id: str) -> str:
    """The id of the conversation's own item."""
    return f"conversation#{line_user_id}"


def summary_id(line_user_id: str) -> str:
    """The id of the conversation's summary."""
    return f"summary#{line_user_id}"


def usage_id(user_id: str, day: date) -> str:
    """The id of a person's usage on a local day."""
    return f"usage#{user_id}#{day.isoformat()}"


def is_live(message: Message, now: datetime) -> bool:
    """Whether the message has not expired. DynamoDB deletes days after that."""
    return message.expires_at is not None and message.expires_at > now
