"""The gateways to the table on moto's DynamoDB."""

import pytest

from kaiwa.table.account_items import Account, LinkCode, Tries
from kaiwa.table.accounts import Accounts
from kaiwa.table.items import Conversation, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from tests.unit.tables import TABLE_NAME


@pytest.fixture
def accounts(messages: MessageTable) -> Accounts:
    for model in (Account, Conversation, LinkCode, Tries):
        model._connection = Message._get_connection()  # one client of AWS instead of five
    return Accounts(TABLE_NAME)


@pytest.fixture
def past(messages: MessageTable) -> Past:
    return Past(TABLE_NAME)
