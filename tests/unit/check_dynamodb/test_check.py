"""The check of the table, on tables of moto's, right ones and wrong ones."""

import re
from types import SimpleNamespace

import boto3
import pytest

from check_dynamodb.check import check_table
from check_dynamodb.handler import lambda_handler
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from tests.unit.tables import TABLE_NAME

NAMES = [
    "the table answers and has the keys and the index",
    "an item can be written",
    "the index finds it",
    "it can be deleted",
]


def test_a_good_table_passes_and_is_left_empty(
    messages: MessageTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TABLE_NAME", TABLE_NAME)
    report = lambda_handler({}, SimpleNamespace(aws_request_id="request-1"))
    details = [re.sub("[0-9a-f-]{36}", "<uuid>", check.pop("detail")) for check in report["checks"]]  # type: ignore[misc]
    assert report == {
        "ok": True,
        "table": TABLE_NAME,
        "checks": [{"name": name, "ok": True} for name in NAMES],
    }
    assert details == [
        f"{TABLE_NAME} with index byLineUserId",
        "probe#<uuid>",
        "after 0 s",
        "probe#<uuid>",
    ]
    assert list(Message.scan()) == []


def test_a_missing_table_fails_every_check(messages: MessageTable) -> None:
    Message.delete_table()
    report = check_table(TABLE_NAME)
    assert not report["ok"]
    assert [(check["ok"], check["detail"]) for check in report["checks"]] == [
        (False, "There is no such table. Run `make apply`."),
        *[(False, "ResourceNotFoundException")] * 3,
    ]


@pytest.mark.parametrize(
    ("hash_key", "index_key", "detail"),
    [
        ("key", "lineUserId", "The table's keys are {'HASH': 'key'}. Run `make apply`."),
        (
            "id",
            "userId",
            (
                "The table's indexes are "
                "{'byLineUserId': {'HASH': 'userId', 'RANGE': 'createdAt'}}. Run `make apply`."
            ),
        ),
    ],
)
def test_a_table_with_other_keys_fails(
    messages: MessageTable, hash_key: str, index_key: str, detail: str
) -> None:
    Message.delete_table()
    boto3.client("dynamodb").create_table(
        TableName=TABLE_NAME,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": hash_key, "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"}
            for name in (hash_key, index_key, "createdAt")
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "byLineUserId",
                "KeySchema": [
                    {"AttributeName": index_key, "KeyType": "HASH"},
                    {"AttributeName": "createdAt", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    report = check_table(TABLE_NAME, sleep=lambda _: None)
    assert not report["ok"]
    assert report["checks"][0] == {"name": NAMES[0], "ok": False, "detail": detail}
