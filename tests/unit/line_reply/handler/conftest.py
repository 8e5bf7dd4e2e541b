"""A deployed worker: AWS is moto's, LINE and OpenAI are the stand-ins."""

import boto3
import httpx
import pytest

from kaiwa.gateways import Gateways, _line, gateways
from kaiwa.table.messages import MessageTable
from line_reply import wiring
from tests.unit.line_reply.handler.deployed import PATH, Shown
from tests.unit.simulator.harness import KEY, TOKEN
from tests.unit.tables import TABLE_NAME


@pytest.fixture
def aws(moto: None, aws: None) -> None:
    """The secrets are moto's, the table is in memory."""


@pytest.fixture
def queue(messages: MessageTable, served: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A deployed worker: its settings and secrets are there. Returns its queue."""
    ssm = boto3.client("ssm")
    for name, value in {"LINE_CHANNEL_ACCESS_TOKEN": TOKEN, "OPEN_AI_API_KEY": KEY}.items():
        ssm.put_parameter(Name=PATH + name, Value=value, Type="SecureString")
    for name, value in {"OPENAI_INSTRUCTIONS": "Be kind.", "ALLOWED_USER_IDS": "*"}.items():
        ssm.put_parameter(Name=PATH + name, Value=value, Type="String")
    url = str(served.base_url).rstrip("/")
    settings = {
        "BASE_SECRET_PATH": PATH,
        "SECRET_CACHE_SECONDS": "60",
        "QUEUE_URL": "https://sqs.example/events.fifo",
        "SUMMARY_QUEUE_URL": "https://sqs.example/summaries.fifo",
        "TABLE_NAME": TABLE_NAME,
        "MAX_RECEIVE_COUNT": "5",
        "ANSWER_DEADLINE_SECONDS": "5",
        "DEFAULT_LANGUAGE": "ja",
        "DELETE_DATA_ON_LEAVE": "false",
        "OFFERS_LINKING": "true",
        "DRAWING": "off",
        "FLEX_MESSAGES": "true",
        "LISTENING_HOURS": "24",
        "PICTURES_URL": "https://api.example.com/pictures",
        "LINK_PAGE_URL": "https://api.example.com/connect",
        "EXPORT_BUCKET": "kaiwa-test-exports",
        "LINE_API_BASE_URL": url,
        "LINE_DATA_BASE_URL": url,
        "OPENAI_BASE_URL": f"{url}/v1",
        "OPENAI_MODEL": "gpt-6.1-terra",
        "OPENAI_MAX_OUTPUT_TOKENS": "100",
        "HISTORY_MAX_MESSAGES": "20",
        "HISTORY_MAX_CHARACTERS": "1000",
        "MESSAGE_RETENTION_DAYS": "90",
        "TIMEZONE": "Asia/Tokyo",
        "TRANSCRIPTION_MODEL": "gpt-transcribe",
        "HAS_TOOLS": "false",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for made in (gateways, _line, wiring.dispatch, wiring._settings):
        made.cache_clear()
    boto3.client("s3").create_bucket(
        Bucket="kaiwa-test-exports",
        CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"},
    )
    queue = Shown()
    monkeypatch.setattr(Gateways, "events", queue)
    return queue
