"""What of a function's run is billed: its calls of AWS, of LINE and of the model, its lines."""

import io
import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient

from bench.cost.capacity import Items, consumed, stored_bytes
from kaiwa.aws import Service
from kaiwa.log import logger
from tests.dynamodb.memory import MemoryDynamoDB
from tests.emitted import MARK, read
from tests.unit.tables import TABLE_NAME

CLIENT: Any = BaseClient
LINE_OVERHEAD_BYTES = 26
"""CloudWatch adds them to each line: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogEvents.html"""
ID = "8f507cfc-5e9f-4f5c-9c1e-6a3f4b2d1c0e"
PLATFORM_LINES = (
    f"START RequestId: {ID} Version: 12\n",
    f"END RequestId: {ID}\n",
    (
        f"REPORT RequestId: {ID}\tDuration: 4512.34 ms\tBilled Duration: 4513 ms\t"
        "Memory Size: 1024 MB\tMax Memory Used: 215 MB\t\n"
    ),
)
"""What Lambda itself writes of each call."""
ACCESS_LINE = json.dumps(
    {
        "errorMessage": "-",
        "integrationError": "-",
        "integrationLatency": "42",
        "integrationStatus": "200",
        "requestId": "ABcdEFghIjkLMno=",
        "requestTime": "28/Nov/2026:12:34:56 +0000",
        "responseLatency": "43",
        "routeKey": "POST /v1/line/bot/message/reply",
        "sourceIp": "147.92.150.192",
        "status": "200",
    }
)
"""What API Gateway writes of each request."""


@dataclass
class Usage:
    """What one case used so far."""

    counts: Counter[str] = field(default_factory=Counter)
    metrics: set[str] = field(default_factory=set)
    """Each combination of a metric and its dimensions, which CloudWatch bills by itself."""
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Of the CPU, of each call of a function, by its name, but for what its calls of AWS took."""


@dataclass
class Recorder:
    """Adds to `usage` while a function runs."""

    memory: MemoryDynamoDB
    usage: Usage = field(default_factory=Usage)
    running: bool = False
    _in_aws: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def function(self, name: str) -> Iterator[None]:
        """A call of a function: what happens inside is counted."""
        output = io.StringIO()
        handler: Any = logger().handler
        before, previous = stored_bytes(self._items()), handler.setStream(output)
        threads = {*threading.enumerate()}
        self.running, self._in_aws, started = True, 0, time.process_time()
        try:
            with redirect_stdout(output):
                yield
                # What is done beside, such as marking a message as read, belongs to it too.
                for thread in {*threading.enumerate()} - threads:
                    thread.join(1)
        finally:
            self.running = False
            handler.setStream(previous)
        self.usage.seconds[name].append(time.process_time() - started - self._in_aws)
        self.usage.counts["invocations"] += 1
        self.usage.counts["stored_bytes"] += stored_bytes(self._items()) - before
        self._add_lines([*output.getvalue().splitlines(keepends=True), *PLATFORM_LINES])

    def request(self, answered: str) -> None:
        """A request to the API, and what it answered."""
        self.usage.counts["api_requests"] += 1
        self.usage.counts["bytes_out"] += len(answered.encode())
        self._add_lines([ACCESS_LINE])

    def installed(self, patch: pytest.MonkeyPatch) -> None:
        """Count the calls of AWS from now on, by botocore's clients and without them."""
        by_client, by_service = CLIENT._make_api_call, Service.call

        def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
            name = client.meta.service_model.service_name
            with self._aws_call(name, operation, parameters) as answered:
                return answered(by_client(client, operation, parameters))

        def call_service(service: Service, operation: str, **parameters: Any) -> Any:
            with self._aws_call(service.name, operation, parameters) as answered:
                return answered(by_service(service, operation, **parameters))

        patch.setattr(CLIENT, "_make_api_call", call)
        patch.setattr(Service, "call", call_service)

    @contextmanager
    def _aws_call(
        self, service: str, operation: str, parameters: Mapping[str, Any]
    ) -> Iterator[Callable[[Any], Any]]:
        """Count the call that the block makes; it hands the answer over, and gets it back."""
        before, started, answers = self._items(), time.thread_time(), list[Any]()

        def answered(answer: Any) -> Any:
            answers.append(answer)
            return answer

        try:
            yield answered
        finally:
            if self.running:
                with self._lock:
                    self._in_aws += time.thread_time() - started
                    response = answers[0] if answers else None
                    self._add_call(service, operation, parameters, before, response)

    def _add_call(
        self, service: str, operation: str, parameters: Any, before: Items, response: Any
    ) -> None:
        counts = self.usage.counts
        counts["aws_calls"] += 1
        match service:
            case "dynamodb":
                units = consumed(operation, parameters, before, self._items(), response)
                counts["table_requests"] += 1
                counts["read_units"] += units.read  # type: ignore[assignment]
                counts["write_units"] += units.write  # type: ignore[assignment]
            case "ssm":
                counts["secrets_read"] += response["Parameter"]["Type"] == "SecureString"
            case "sqs":
                counts["queue_requests"] += 1
            case "s3":
                counts["bucket_requests"] += 1

    def _add_lines(self, lines: list[str]) -> None:
        self.usage.metrics |= {str(each) for each in read(lines)}
        for line in lines:
            kind = "metric_bytes" if line.startswith(MARK) else "log_bytes"
            self.usage.counts[kind] += len(line.rstrip("\n").encode()) + LINE_OVERHEAD_BYTES

    def _items(self) -> Items:
        return dict(self.memory.tables[TABLE_NAME].items)
