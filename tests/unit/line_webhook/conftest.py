"""The deployed webhook, with its secret set, an empty queue and an empty table."""

import boto3
import pytest

from kaiwa.gateways import gateways
from kaiwa.table.messages import MessageTable
from tests.builders import CHANNEL_SECRET
from tests.unit.line_webhook.harness import PATH, Webhook
from tests.unit.tables import TABLE_NAME


@pytest.fixture
def webhook(messages: MessageTable, monkeypatch: pytest.MonkeyPatch) -> Webhook:
    sqs = boto3.client("sqs")
    queue_url = sqs.create_queue(QueueName="events.fifo", Attributes={"FifoQueue": "true"})[
        "QueueUrl"
    ]
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}LINE_CHANNEL_SECRET", Value=CHANNEL_SECRET, Type="SecureString"
    )
    monkeypatch.setenv("BASE_SECRET_PATH", PATH)
    monkeypatch.setenv("SECRET_CACHE_SECONDS", "60")
    monkeypatch.setenv("QUEUE_URL", queue_url)
    monkeypatch.setenv("TABLE_NAME", TABLE_NAME)
    monkeypatch.setenv("LISTENING_HOURS", "0")
    gateways.cache_clear()
    return Webhook(sqs, queue_url)
