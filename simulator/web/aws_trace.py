"""What the emulated AWS knows of one event: log lines, items of the table, the queue."""

import json
from typing import TYPE_CHECKING, Any

from simulator.web.deployment import Description, client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient

Json = dict[str, Any]

FUNCTIONS = ("line_webhook", "line_reply")
BEFORE_MILLISECONDS = 2000
REFUSAL_MILLISECONDS = 5000
"""A webhook that LINE did not sign names no event in the log: this soon after it, lines are its."""


def look(stack: Description, event: Json, posted_at: list[float]) -> Json:
    """Blocks for some milliseconds. Raises botocore's errors."""
    event_id, since = str(event.get("webhookEventId")), int(min(posted_at) * 1000)
    return {
        "log": _log(stack, event_id, since),
        "queue": _queue(stack),
        "table": _items(stack, event, event_id),
    }


def _log(stack: Description, event_id: str, since: int) -> list[Json]:
    """All lines of the invocations that name the event, in order."""
    groups, lines = stack["terraform_outputs"]["log_group_names"], []
    for function in FUNCTIONS:
        found = [
            _line(function, each)
            for each in _search(stack, groups[function], since - BEFORE_MILLISECONDS)
        ]
        runs = {line["run"] for line in found if line["fields"].get("event_id") == event_id}
        if not runs and function == "line_webhook":
            soon = since + REFUSAL_MILLISECONDS
            runs = {line["run"] for line in found if since <= line["at"] <= soon}
            runs = set(sorted(runs - {None})[:1])
        lines += [line for line in found if line["run"] in runs]
    return lines


def _search(stack: Description, group: str, since: int) -> list[Any]:
    logs: CloudWatchLogsClient = client("logs", stack)
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since)
    return [event for page in pages for event in page["events"]]


def _line(function: str, event: Any) -> Json:
    """A line: `fields` if it is JSON, `run` is the id of the invocation."""
    text = event["message"].rstrip()
    try:
        fields = json.loads(text)
    except ValueError:
        fields = {}
    if not isinstance(fields, dict):
        fields = {}
    _, _, rest = text.partition("RequestId: ")
    run = fields.get("request_id") or (rest.split()[0] if rest else None)
    line = {"function": function, "at": event["timestamp"], "run": run}
    return {**line, "text": text, "fields": fields}


def _items(stack: Description, event: Json, event_id: str) -> Json:
    """The message, its answer, and the marker that refuses the event when it comes again."""
    table: DynamoDBClient = client("dynamodb", stack)
    unsent = (event.get("unsend") or {}).get("messageId")
    message_id = (event.get("message") or {}).get("id") or unsent
    keys = {"message": message_id, "answer": message_id and f"{message_id}#assistant"}
    found = {}
    for name, key in {**keys, "marker": f"event#{event_id}"}.items():
        if key:
            item = table.get_item(
                TableName=stack["terraform_outputs"]["table_name"], Key={"id": {"S": key}}
            ).get("Item")
            found[name] = item and {each: _plain(value) for each, value in item.items()}
    return found


def _plain(value: Any) -> Any:
    """An attribute without its type: {"S": "a"} is "a"."""
    ((kind, inner),) = value.items()
    if kind == "N":
        return float(inner) if "." in inner else int(inner)
    if kind == "L":
        return [_plain(each) for each in inner]
    if kind == "M":
        return {name: _plain(each) for name, each in inner.items()}
    return None if kind == "NULL" else inner


def _queue(stack: Description) -> Json:
    """How many events wait, and how many are worked on, at this moment."""
    sqs: SQSClient = client("sqs", stack)
    url: str = stack["terraform_outputs"]["queue_url"]
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {
        "name": url.rpartition("/")[2],
        "waiting": int(counts["ApproximateNumberOfMessages"]),
        "in_work": int(counts["ApproximateNumberOfMessagesNotVisible"]),
    }
