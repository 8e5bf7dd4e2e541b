"""What the functions of the explored world are told by their environment, and by parameters."""

import json
from collections.abc import Mapping
from datetime import timedelta

from tests.world.table import NAME

PARAMETERS = {
    "LINE_CHANNEL_SECRET": "a channel secret",
    "LINE_CHANNEL_ACCESS_TOKEN": "a channel access token",
}
EVENTS, SUMMARIES = "https://sqs.example/events", "https://sqs.example/summaries"
PICTURES_URL = "https://api.example.com/pictures"
RETENTION = timedelta(days=1)
ENVIRONMENT: Mapping[str, str] = {
    "AWS_REGION": "ap-northeast-1",
    "AWS_DEFAULT_REGION": "ap-northeast-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "BASE_SECRET_PATH": "/kaiwa/world/",
    "SECRET_CACHE_SECONDS": "60",
    "ALLOWED_USER_IDS": "*",
    "QUEUE_URL": EVENTS,
    "SUMMARY_QUEUE_URL": SUMMARIES,
    "TABLE_NAME": NAME,
    "MAX_RECEIVE_COUNT": "5",
    "DEFAULT_LANGUAGE": "en",
    "DELETE_DATA_ON_LEAVE": "false",
    "OFFERS_LINKING": "true",
    "DRAWING": "off",
    "FLEX_MESSAGES": "false",
    "LISTENING_HOURS": "24",
    "REMINDER_SCHEDULES": json.dumps({"group": "g", "role_arn": "role", "queue_arn": "queue"}),
    "PICTURES_URL": PICTURES_URL,
    "LINK_PAGE_URL": "https://api.example.com/connect",
    "EXPORT_BUCKET": "kaiwa-world-exports",
    "HISTORY_MAX_MESSAGES": "20",
    "HISTORY_MAX_CHARACTERS": "10000",
    "MESSAGE_RETENTION_DAYS": str(RETENTION.days),
    "TIMEZONE": "Asia/Tokyo",
    "DAILY_SEND_LIMIT": "3",
    "API_URL": "https://api.example.com",
    "SIGN_IN_URL": "https://sign-in.example.com",
    "CLIENT_ID": "our-client",
    "LINK_PAGE_CLIENT_ID": "our-pages",
    "PLUGIN_CLIENT_ID": "our-plugin",
    "SCOPES": "openid email profile kaiwa/read kaiwa/send",
    "PASS_RESOURCE": "false",
    "TOKEN_ISSUER": "https://cognito.example.com/pool",
    "TOKEN_KEYS_URL": "https://cognito.example.com/pool/.well-known/jwks.json",
}
