"""A LINE bot as one would first write it: everything imported at the top, answered synchronously.

It is measured, never deployed. It runs from the baseline's layer, which has all that it imports.
"""

import os
import time
from typing import Any

import boto3
from boto3.dynamodb.conditions import Key
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    Configuration,
    MessagingApi,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.webhooks import MessageEvent, TextMessageContent
from openai import OpenAI


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer every text message of a webhook before the webhook itself is answered."""
    parser = WebhookParser(os.environ["LINE_CHANNEL_SECRET"])
    try:
        line_events = parser.parse(event["body"], event["headers"]["x-line-signature"])
    except InvalidSignatureError:
        return {"statusCode": 403}
    for line_event in line_events:
        if isinstance(line_event, MessageEvent) and isinstance(
            line_event.message, TextMessageContent
        ):
            user = line_event.source.user_id
            reply(line_event.reply_token, answer(user, line_event.message.text))
    return {"statusCode": 200}


def answer(user: str, question: str) -> str:
    """Ask the model, with all that the user ever said, and keep question and answer."""
    table = boto3.resource("dynamodb").Table(os.environ["NAIVE_TABLE_NAME"])
    items = table.query(KeyConditionExpression=Key("user").eq(user))["Items"]
    history = [f"{item['role']!s}: {item['text']!s}" for item in items]
    response = OpenAI().responses.create(
        model=os.environ["OPENAI_MODEL"], input="\n".join([*history, f"user: {question}"])
    )
    for role, text in (("user", question), ("assistant", response.output_text)):
        table.put_item(Item={"user": user, "at": time.time_ns(), "role": role, "text": text})
    return response.output_text


def reply(token: str, text: str) -> None:
    """Send the answer to LINE."""
    configuration = Configuration(
        host=os.environ["LINE_API_BASE_URL"],
        access_token=os.environ["LINE_CHANNEL_ACCESS_TOKEN"],
    )
    with ApiClient(configuration) as client:
        MessagingApi(client).reply_message(
            ReplyMessageRequest(reply_token=token, messages=[TextMessage(text=text)])
        )
