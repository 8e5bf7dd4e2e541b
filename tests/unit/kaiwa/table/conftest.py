"""The gateways to the table, on one in memory."""

from collections.abc import Iterator

import pytest

from kaiwa.table.account_items import Account, LinkCode, Tries
from kaiwa.table.accounts import Accounts
from kaiwa.table.items import Conversation, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from tests.dynamodb.installed import memory_dynamodb
from tests.unit.tables import TABLE_NAME


@pytest.fixture
def aws() -> Iterator[None]:
    """Of AWS, the table alone."""
    with memory_dynamodb():
        yield


@pytest.fixture
def accounts(messages: MessageTable) -> Accounts:
    for model in (Account, Conversation, LinkCode, Tries):
        model._connection = Message._get_connection()  # one client of AWS instead of five
    return Accounts(TABLE_NAME)


@pytest.fixture
def past(messages: MessageTable) -> Past:
    return Past(TABLE_NAME)
