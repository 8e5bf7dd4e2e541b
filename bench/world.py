"""What the functions talk to while they are measured: all on loopback, and empty to begin with."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from bench.outside import Outside, running_outside
from simulator.processes import HOST, Server, free_port
from simulator.servers import EMULATOR, REGION, inherited
from tests.unit.chatgpt.plugin.keys import ISSUER
from tests.unit.chatgpt.plugin.pool import Pool, running_pool

TABLE = "messages"
NAIVE_TABLE = "naive"
ACCOUNT = "an-account"
CHAT = "U" + "1" * 32
SECRETS = {
    "ALLOWED_USER_IDS": "*",
    "LINE_CHANNEL_ACCESS_TOKEN": "an access token",
    "LINE_CHANNEL_SECRET": "a channel secret",
    "OPENAI_INSTRUCTIONS": "Be kind.",
    "OPEN_AI_API_KEY": "sk-a-key",
}
PATH = "/bench/"
QUEUES = {"QUEUE_URL": "events.fifo", "SUMMARY_QUEUE_URL": "summaries.fifo"}
INDEX = {
    "IndexName": "byLineUserId",
    "KeySchema": [
        {"AttributeName": "lineUserId", "KeyType": "HASH"},
        {"AttributeName": "createdAt", "KeyType": "RANGE"},
    ],
    "Projection": {"ProjectionType": "ALL"},
}


@dataclass(frozen=True)
class World:
    """What a function finds in its environment, as on Lambda, who signs its callers in, and what is
    outside of AWS.
    """

    environment: Mapping[str, str]
    pool: Pool
    outside: Outside


@contextmanager
def running_world(folder: Path) -> Iterator[World]:
    """An emulated AWS with what the functions need, LINE, OpenAI, and a user pool."""
    port = free_port()
    emulator = Server("The AWS emulator", port, folder / "log", "/_ministack/health")
    (folder / "tmp").mkdir()
    emulator.start(EMULATOR, _emulator_environment(folder, port))
    try:
        with running_outside() as outside, running_pool() as pool:
            aws = _aws(emulator.url)
            yield World(aws | _deployed(aws) | _settings(outside.url, pool), pool, outside)
    finally:
        emulator.stop()


def _emulator_environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **inherited(),
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_REGION": REGION,
        "STATE_DIR": str(folder / "state"),
        "TMPDIR": str(folder / "tmp"),
    }


def _aws(url: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": url,
        "NO_PROXY": HOST,
    }


def _deployed(aws: Mapping[str, str]) -> dict[str, str]:
    """Make secrets and queues. Returns how the functions are told of them."""
    os.environ.update(aws)
    ssm, sqs = boto3.client("ssm"), boto3.client("sqs")
    for name, value in SECRETS.items():
        ssm.put_parameter(Name=PATH + name, Value=value, Type="SecureString")
    return {
        variable: sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"})["QueueUrl"]
        for variable, name in QUEUES.items()
    }


def empty_tables() -> None:
    """Make the tables anew: the emulator takes the longer, the more is in them.

    One sign-in is linked with a chat. The environment is the world's.
    """
    dynamodb = boto3.client("dynamodb")
    for name in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=name)
    _create_table(dynamodb, TABLE, {"id": "HASH"}, {"lineUserId": "S", "createdAt": "S"})
    _create_table(dynamodb, NAIVE_TABLE, {"user": "HASH", "at": "RANGE"}, {}, at="N")
    linked = {"id": f"account#{ACCOUNT}", "lineUserId": CHAT, "address": "h•••o@e•••e.com"}
    dynamodb.put_item(TableName=TABLE, Item={name: {"S": text} for name, text in linked.items()})


def _create_table(
    dynamodb: Any, name: str, keys: Mapping[str, str], indexed: Mapping[str, str], **types: str
) -> None:
    attributes = {key: types.get(key, "S") for key in keys} | dict(indexed)
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],
        AttributeDefinitions=[
            {"AttributeName": attribute, "AttributeType": kind}
            for attribute, kind in attributes.items()
        ],
        **({"GlobalSecondaryIndexes": [INDEX]} if indexed else {}),
    )


def _settings(outside: str, pool: Pool) -> dict[str, str]:
    """The variables of all functions, as far as they are not AWS's own."""
    return {
        "ANSWER_DEADLINE_SECONDS": "120",
        "API_URL": "https://api.example.com",
        "BASE_SECRET_PATH": PATH,
        "CLIENT_ID": "our-client",
        "DAILY_SEND_LIMIT": "3",
        "DEFAULT_LANGUAGE": "ja",
        "DELETE_DATA_ON_LEAVE": "false",
        "DRAWING": "off",
        "FLEX_MESSAGES": "true",
        "LISTENING_HOURS": "0",
        "PICTURES_URL": "https://api.example.com/pictures",
        "EXPORT_BUCKET": "exports",
        "HISTORY_MAX_CHARACTERS": "10000",
        "HISTORY_MAX_MESSAGES": "20",
        "LINE_API_BASE_URL": outside,
        "LINE_DATA_BASE_URL": outside,
        "LINK_PAGE_CLIENT_ID": "our-pages",
        "LINK_PAGE_URL": "https://api.example.com/connect",
        "MAX_RECEIVE_COUNT": "5",
        "MESSAGE_RETENTION_DAYS": "90",
        "OPENAI_BASE_URL": f"{outside}/v1",
        "OPENAI_MAX_OUTPUT_TOKENS": "2000",
        "OPENAI_MODEL": "a-model",
        "PASS_RESOURCE": "false",
        "PLUGIN_CLIENT_ID": "our-plugin",
        "PLUGIN_REDIRECT_URIS": "https://chatgpt.com/back",
        "POWERTOOLS_METRICS_NAMESPACE": "Kaiwa",
        "POWERTOOLS_SERVICE_NAME": "bench",
        "SCOPES": "openid email profile kaiwa/read kaiwa/send",
        "SECRET_CACHE_SECONDS": "60",
        "SIGN_IN_URL": "https://sign-in.example.com",
        "TABLE_NAME": TABLE,
        "TRANSCRIPTION_MODEL": "a-transcriber",
        "OFFERS_LINKING": "true",
        "HAS_TOOLS": "false",
        "WEB_SEARCH": "false",  # which the baseline reads
        "TIMEZONE": "Asia/Tokyo",
        "TOKEN_ISSUER": ISSUER,
        "TOKEN_KEYS_URL": pool.url,
        # What the naive handler has of its own.
        "LINE_CHANNEL_ACCESS_TOKEN": SECRETS["LINE_CHANNEL_ACCESS_TOKEN"],
        "LINE_CHANNEL_SECRET": SECRETS["LINE_CHANNEL_SECRET"],
        "NAIVE_TABLE_NAME": NAIVE_TABLE,
        "OPENAI_API_KEY": SECRETS["OPEN_AI_API_KEY"],
    }
