"""The record of the bot's own bubbles, on a table in memory."""

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from kaiwa.table.messages import MessageTable
from kaiwa.table.sent_bubbles import SentBubbles
from tests.builders import NOON, at
from tests.unit.tables import TABLE_NAME


@pytest.fixture
def bubbles(messages: MessageTable) -> SentBubbles:
    return SentBubbles(TABLE_NAME)


def test_what_was_recorded_is_known(bubbles: SentBubbles) -> None:
    bubbles.record(["1", "2"], NOON)
    known = [bubbles.contains(message_id) for message_id in ("1", "2", "3", "")]
    assert known == [True, True, False, False]


def test_nothing_but_ids_is_kept_until_it_expires(bubbles: SentBubbles) -> None:
    bubbles.record([], NOON)
    bubbles.record(["1"], NOON)
    bubbles.record(["1"], at(1.5) + timedelta(days=90))
    items = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    expires_at = int(NOON.timestamp()) + 90 * 24 * 60 * 60 + 1
    assert items == [{"id": {"S": "sent#1"}, "expiresAt": {"N": str(expires_at)}}]


def test_a_table_that_is_not_there_is_no_answer(bubbles: SentBubbles) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    with pytest.raises(ClientError):
        bubbles.contains("1")
