"""The items of the table `messages` that are about accounts: who may reach which chat.

| item      | id                               | kept for                         |
|-----------|----------------------------------|----------------------------------|
| link code | `link#<hash of the code>`        | 10 minutes                       |
| account   | `account#<Cognito sub>`          | until unlinked                   |
| tries     | `tries#<Cognito sub>#<hour>`     | two hours                        |
| operation | `operation#<operation id>`       | a day                            |

None is in the index: they have no `createdAt`.
"""

import hashlib
from datetime import datetime

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from kaiwa.link_code import letters_of
from kaiwa.table.items import META, Item


class LinkCode(Item):
    """A code that somebody was shown in their LINE chat, hashed. It links that chat once.

    `display_name` is what its owner is called on LINE, if LINE told.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    line_user_id = UnicodeAttribute(attr_name="lineUserId")
    display_name = UnicodeAttribute(attr_name="displayName", null=True)
    expires_at = TTLAttribute(attr_name="expiresAt")


class Account(Item):
    """The chat that a sign-in is linked to. `address` is its e-mail address, masked.

    `notice_id` is the id of the notice that tells the chat so, until that is in the chat's queue.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    line_user_id = UnicodeAttribute(attr_name="lineUserId")
    address = UnicodeAttribute()
    notice_id = UnicodeAttribute(attr_name="noticeId", null=True)


class Tries(Item):
    """How many wrong codes a sign-in has tried in an hour."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(default=0)
    expires_at = TTLAttribute(attr_name="expiresAt")


class Operation(Item):
    """A message on its way from ChatGPT into the chat. `kaiwa.table.operations` has its `status`.

    `message_id` is the text's own id. `text_hash` tells a message that is sent again from another
    one under the same id.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    account_id = UnicodeAttribute(attr_name="accountId")
    line_user_id = UnicodeAttribute(attr_name="lineUserId")
    message_id = UnicodeAttribute(attr_name="messageId")
    text_hash = UnicodeAttribute(attr_name="textHash")
    status = UnicodeAttribute()
    accepted_at = UTCDateTimeAttribute(attr_name="acceptedAt")
    expires_at = TTLAttribute(attr_name="expiresAt")


def link_code_id(code: str) -> str:
    """The id of a code, as a person may have typed it. See `kaiwa.link_code.letters_of`."""
    return f"link#{hashlib.sha256(letters_of(code).encode()).hexdigest()}"


def account_item_id(account_id: str) -> str:
    """The id of an account's item."""
    return f"account#{account_id}"


def tries_id(account_id: str, now: datetime) -> str:
    """The id of the counter of this hour."""
    return f"tries#{account_id}#{now:%Y-%m-%dT%H}"


def operation_item_id(operation_id: str) -> str:
    """The id of an operation's item."""
    return f"operation#{operation_id}"
