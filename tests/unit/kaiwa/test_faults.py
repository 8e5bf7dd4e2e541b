"""Which answers of AWS's are faults."""

from collections.abc import Callable
from contextlib import suppress

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import GetError

from kaiwa.table.items import Conversation, EventMarker, TableGateway
from kaiwa.table.messages import MessageTable
from kaiwa.table.new_items import marker_of
from kaiwa.table.transactions import held
from tests.builders import NOON
from tests.emitted import Emitted
from tests.unit.kaiwa.line.harness import raw_server
from tests.unit.tables import TABLE_NAME

SERVICE = "line_reply"
type Metrics = Callable[[], list[Emitted]]
JSON = "Content-Type: application/x-amz-json-1.0"


@pytest.fixture
def aws(moto: None) -> None:
    """moto's own DynamoDB: what is watched are clients that ask and are answered."""


def names(emitted: Metrics) -> list[str]:
    return sorted(map(str, emitted()))


def answer(status: int, code: str) -> list[bytes]:
    body = f'{{"__type": "{code}"}}'
    return [f"HTTP/1.1 {status} X\r\n{JSON}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()]


@pytest.mark.parametrize(
    ("status", "code", "kinds"),
    [
        (400, "AccessDeniedException", ["refused"]),
        (400, "ResourceNotFoundException", ["refused"]),
        (400, "ThrottlingException", ["throttled"]),
        (400, "ProvisionedThroughputExceededException", ["throttled"]),
        (500, "InternalServerError", ["unavailable"]),
        (400, "ConditionalCheckFailedException", []),
        (400, "TransactionCanceledException", []),
        (200, "", []),
    ],
)
def test_what_aws_answers(emitted: Metrics, status: int, code: str, kinds: list[str]) -> None:
    once = Config(retries={"total_max_attempts": 1})
    with raw_server(answer(status, code)) as url:
        client = boto3.client("dynamodb", endpoint_url=url, config=once)
        with suppress(ClientError):
            client.list_tables()
    assert [dict(each.dimensions) for each in emitted()] == [
        {"boundary": "dynamodb", "kind": kind, "service": "line_reply"} for kind in kinds
    ]


def test_no_answer_is_a_fault_once_however_often_it_is_asked(emitted: Metrics) -> None:
    client = boto3.client("sqs", endpoint_url="http://127.0.0.1:9")
    with pytest.raises(BotoCoreError):
        client.list_queues()
    assert names(emitted) == ["Faults{boundary=sqs, kind=no answer, service=line_reply}"]


def test_the_tables_own_client_is_watched_too(emitted: Metrics, aws: None) -> None:
    TableGateway("kaiwa-test-no-such-table")
    with pytest.raises(GetError):
        Conversation.get("conversation#1")
    assert names(emitted) == ["Faults{boundary=dynamodb, kind=refused, service=line_reply}"]


def test_a_condition_that_does_not_hold_is_no_fault(
    emitted: Metrics, messages: MessageTable
) -> None:
    TableGateway(TABLE_NAME)
    emitted()  # While the table was made, it was looked for.
    marker = marker_of("1", NOON)
    saved = [held(lambda: marker.save(condition=EventMarker.id.does_not_exist())) for _ in range(2)]
    assert (saved, names(emitted)) == ([True, False], [])
