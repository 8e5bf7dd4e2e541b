"""The function's surroundings on an AWS of moto's."""

import boto3
import pytest

from chatgpt import wiring
from chatgpt.action.routes import public
from kaiwa.gateways import Gateways, gateways
from kaiwa.table.messages import MessageTable
from tests.unit.chatgpt.harness import World
from tests.unit.tables import TABLE_NAME

BUCKET = "kaiwa-test-exports"
ENVIRONMENT = {
    "TABLE_NAME": TABLE_NAME,
    "EXPORT_BUCKET": BUCKET,
    "QUEUE_URL": "https://sqs.ap-northeast-1.amazonaws.com/123456789012/events.fifo",
    "API_URL": "https://api.example.com",
    "SIGN_IN_URL": "https://sign-in.example.com",
    "CLIENT_ID": "our-client",
    "LINK_PAGE_CLIENT_ID": "our-pages",
    "PLUGIN_CLIENT_ID": "our-plugin",
    "PLUGIN_REDIRECT_URIS": "https://chatgpt.com/back https://claude.ai/back?x=1",
    "SCOPES": "openid email profile kaiwa/read kaiwa/send",
    "PASS_RESOURCE": "false",
    "TOKEN_ISSUER": "https://cognito.example.com/pool",
    "TOKEN_KEYS_URL": "https://cognito.example.com/pool/.well-known/jwks.json",
    "BASE_SECRET_PATH": "/kaiwa/test/",
    "SECRET_CACHE_SECONDS": "300",
    "DAILY_SEND_LIMIT": "3",
    "TIMEZONE": "Asia/Tokyo",
    "MESSAGE_RETENTION_DAYS": "90",
}


@pytest.fixture(autouse=True)
def settings(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Terraform sets, and nothing left over from the test before."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for cached in (gateways, public._document, *vars(wiring).values()):
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


@pytest.fixture
def world(messages: MessageTable, monkeypatch: pytest.MonkeyPatch) -> World:
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    queue_url = sqs.create_queue(QueueName="events.fifo", Attributes={"FifoQueue": "true"})[
        "QueueUrl"
    ]
    s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"}
    )
    world = World(messages, sqs, s3, queue_url, BUCKET)
    monkeypatch.setenv("QUEUE_URL", queue_url)
    monkeypatch.setattr(Gateways, "sign_in", world.sign_in)
    monkeypatch.setattr(wiring, "now", world.clock)
    return world
