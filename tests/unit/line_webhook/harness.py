"""The webhook's handler as API Gateway calls it, on SSM, SQS and DynamoDB of moto's."""

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from line_webhook import handler
from tests.builders import http_event, signature

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

PATH = "/kaiwa/test/"
CONTEXT = SimpleNamespace(aws_request_id="request-1")


class Webhook:
    """The deployed webhook: `post` is what LINE does, `queued` what the worker would find."""

    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self.sqs = sqs
        self.queue_url = queue_url

    def post(self, body: bytes, **headers: str) -> dict[str, Any]:
        return handler.lambda_handler(http_event(body, headers), CONTEXT)

    def post_signed(self, body: bytes) -> dict[str, Any]:
        return self.post(body, **{"x-line-signature": signature(body)})

    def queued(self) -> list[tuple[str, str, Any]]:
        """What is on the queue, taken off it: the chat, the event's id, the event."""
        found = []
        while messages := self._receive():
            for message in messages:
                attributes = message["Attributes"]
                ids = attributes["MessageGroupId"], attributes["MessageDeduplicationId"]
                found.append((*ids, json.loads(message["Body"])))
                self.sqs.delete_message(
                    QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"]
                )
        return found

    def _receive(self) -> list["MessageTypeDef"]:
        return self.sqs.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=10, AttributeNames=["All"]
        ).get("Messages", [])


def response(status: int, message: str) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"message": message}),
    }


OK = response(200, "OK")
FORBIDDEN = response(403, "Forbidden")
FAILED = response(500, "Internal Server Error")
