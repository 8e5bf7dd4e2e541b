"""Run one deployed function on a sample event and print what it returned.

    python -m scripts.invoke build/production/outputs.json line_webhook events/webhook_text.json

A header `x-line-signature: <signed by make invoke>` is replaced by the body's signature, and the
timestamp 0 of a LINE event by the present time, for old events are ignored.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

TO_BE_SIGNED = "<signed by make invoke>"

LONGEST_RUN_SECONDS = 900
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"""


def main() -> None:
    """Print the function's result; the end of its log too, and exit 1, if it failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("function")
    parser.add_argument("event", type=Path)
    arguments = parser.parse_args()

    deployment = Deployment.read(arguments.outputs)
    (function,) = deployment.functions(arguments.function)
    if not arguments.event.is_file():
        sys.exit(f"There is no {arguments.event}. Sample events are in events/.")
    event = complete(
        json.loads(arguments.event.read_text()),
        milliseconds=time.time_ns() // 1_000_000,
        channel_secret=os.environ.get("LINE_CHANNEL_SECRET"),
    )
    # One attempt: the client would otherwise run a slow function again.
    config = Config(read_timeout=LONGEST_RUN_SECONDS, retries={"total_max_attempts": 1})
    with errors_as_sentences():
        client = boto3.client("lambda", region_name=deployment["region"], config=config)
        succeeded = invoke(client, deployment["function_arns"][function], event)
    sys.exit(not succeeded)


def complete(
    event: dict[str, Any], *, milliseconds: int, channel_secret: str | None
) -> dict[str, Any]:
    """The event with the present time and, if it asks for one, a signature by LINE's rule.

    https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    if "Records" in event:
        records = event["Records"]
        return event | {"Records": [_with_body_of(record, milliseconds) for record in records]}
    if "body" not in event:
        return event
    event = _with_body_of(event, milliseconds)
    headers = event["headers"]
    if headers.get("x-line-signature") == TO_BE_SIGNED:
        if not channel_secret:
            sys.exit("This event has to be signed. Set LINE_CHANNEL_SECRET in the environment.")
        digest = hmac.digest(channel_secret.encode(), event["body"].encode(), hashlib.sha256)
        headers = headers | {"x-line-signature": base64.b64encode(digest).decode()}
    return event | {"headers": headers}


def _with_body_of(carrier: dict[str, Any], milliseconds: int) -> dict[str, Any]:
    body = json.loads(carrier["body"])
    for line_event in body.get("events", [body]):
        if line_event.get("timestamp") == 0:
            line_event["timestamp"] = milliseconds
    return carrier | {"body": json.dumps(body, ensure_ascii=False)}


def invoke(client: "LambdaClient", arn: str, event: dict[str, Any]) -> bool:
    """Whether the function ended without an error and reports none in its result."""
    response = client.invoke(FunctionName=arn, LogType="Tail", Payload=json.dumps(event).encode())
    result = json.loads(response["Payload"].read())
    print(json.dumps(result, ensure_ascii=False, indent=2))
    failed = bool(response.get("FunctionError"))
    failed |= isinstance(result, dict) and (
        result.get("ok") is False or bool(result.get("batchItemFailures"))
    )
    if failed:
        print(base64.b64decode(response.get("LogResult", "")).decode(), file=sys.stderr)
    return not failed


if __name__ == "__main__":
    main()
