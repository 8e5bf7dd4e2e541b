"""What is deployed, and how it fares: Terraform's state, queues, functions' versions and logs."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from simulator.web.deployment import Description, client

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

STATE_KEY = "terraform.tfstate"
FRAMES = ("INIT_START ", "START RequestId: ", "END RequestId: ")
"""https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html"""
METRICS = '{"_aws":'
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"""
LINES = 30
"""Of each function's log, the last ones."""
STREAMS = 10
"""Of a log group, the newest ones; a function begins a stream whenever it starts anew."""
QUEUES = ("queue_url", "dead_letter_queue_url", "summary_queue_url")
COUNTS: dict[str, "QueueAttributeNameType"] = {
    "waiting": "ApproximateNumberOfMessages",
    "in_work": "ApproximateNumberOfMessagesNotVisible",
    "delayed": "ApproximateNumberOfMessagesDelayed",
}


def read_state(stack: Description) -> dict[str, Any]:
    """Terraform's state, as it is in its bucket. It has secrets in it."""
    s3: S3Client = client("s3", stack)
    body = s3.get_object(Bucket=stack["state_bucket"], Key=STATE_KEY)["Body"].read()
    state: dict[str, Any] = json.loads(body)
    return state


def modules(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources by module, the root's first: {name, resources: [{address, type, id}]}.

    Of a resource's attributes only the id is told, which is never a secret.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for resource in state["resources"]:
        if resource["mode"] == "managed":
            shown = grouped.setdefault(resource.get("module", ""), [])
            shown += [_shown(resource, instance) for instance in resource["instances"]]
    return [{"name": name, "resources": grouped[name]} for name in sorted(grouped)]


def outputs(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The outputs by name: {name, value, sensitive}; the value of a sensitive one is null."""
    return [
        {
            "name": name,
            "value": None if output.get("sensitive") else output["value"],
            "sensitive": bool(output.get("sensitive")),
        }
        for name, output in sorted(state["outputs"].items())
    ]


def activity(stack: Description) -> dict[str, Any]:
    """How many messages are in each queue; each function's live versions and last lines of log."""
    groups: dict[str, str] = stack["terraform_outputs"]["log_group_names"]
    arns: dict[str, str] = stack["terraform_outputs"]["function_arns"]
    with ThreadPoolExecutor(max_workers=2 * len(groups) + len(QUEUES)) as threads:
        counts = threads.map(lambda queue: _counts(stack, queue), QUEUES)
        versions = threads.map(lambda name: live_versions(stack, arns[name]), groups)
        lines = threads.map(lambda group: last_lines(stack, group), groups.values())
        return {
            "queues": list(counts),
            "functions": [
                {"name": name, "versions": live, "lines": tail}
                for name, live, tail in zip(groups, versions, lines, strict=True)
            ],
        }


def live_versions(stack: Description, arn: str) -> list[dict[str, Any]]:
    """To which versions an alias sends how much of the calls: {version, percentage}."""
    functions: LambdaClient = client("lambda", stack)
    *_, function, name = arn.split(":")
    alias = functions.get_alias(FunctionName=function, Name=name)
    others = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    shares = {alias["FunctionVersion"]: 1 - sum(others.values()), **others}
    return [
        {"version": version, "percentage": round(share * 100)} for version, share in shares.items()
    ]


def last_lines(stack: Description, group: str) -> list[dict[str, Any]]:
    """The last lines of a log group, oldest first: {at, text}, `at` in milliseconds.

    Those that only frame a run are left out, and the metrics, of which there are more than lines.
    """
    logs: CloudWatchLogsClient = client("logs", stack)
    streams = logs.describe_log_streams(
        logGroupName=group, orderBy="LastEventTime", descending=True, limit=STREAMS
    )["logStreams"]
    found: list[dict[str, Any]] = []
    for stream in streams:
        events = logs.get_log_events(
            logGroupName=group,
            logStreamName=stream["logStreamName"],
            limit=5 * LINES,
            startFromHead=False,
        )["events"]
        found += [
            {"at": each["timestamp"], "text": each["message"]}
            for each in events
            if not each["message"].startswith((*FRAMES, METRICS))
        ]
        if len(found) >= LINES:
            break
    return sorted(found, key=lambda line: int(line["at"]))[-LINES:]


def _counts(stack: Description, queue: str) -> dict[str, Any]:
    sqs: SQSClient = client("sqs", stack)
    url: str = stack["terraform_outputs"][queue]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    counts = {name: int(attributes[attribute]) for name, attribute in COUNTS.items()}
    return {"queue": queue.removesuffix("_url"), "name": url.rpartition("/")[2], **counts}


def _shown(resource: dict[str, Any], instance: dict[str, Any]) -> dict[str, Any]:
    parts: Iterable[str | None] = (resource.get("module"), resource["type"], resource["name"])
    address = ".".join(part for part in parts if part)
    if (key := instance.get("index_key")) is not None:
        address += f"[{json.dumps(key)}]"
    return {
        "address": address,
        "type": resource["type"],
        "id": str(instance["attributes"].get("id", "")),
    }
