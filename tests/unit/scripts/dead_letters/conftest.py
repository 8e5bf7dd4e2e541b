"""A ward for each test."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from scripts import dead_letter_queue, dead_letters
from tests.unit.scripts.dead_letters.ward import LOG_GROUP, REGION, Ward


@pytest.fixture
def ward(
    aws: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Ward:
    monkeypatch.setattr(dead_letter_queue, "WAIT_SECONDS", 0)
    sqs = boto3.client("sqs", region_name=REGION)
    logs = boto3.client("logs", region_name=REGION)
    names = {
        "queue_url": "events",
        "dead_letter_queue_url": "events-dead-letter",
        "summary_queue_url": "summaries",
        "summary_dead_letter_queue_url": "summaries-dead-letter",
    }
    urls = {
        output: sqs.create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})
        for output, name in names.items()
    }
    logs.create_log_group(logGroupName=LOG_GROUP)
    logs.create_log_stream(logGroupName=LOG_GROUP, logStreamName="1")
    outputs: dict[str, Any] = {output: queue["QueueUrl"] for output, queue in urls.items()}
    outputs |= {"region": REGION, "log_group_names": {"line_reply": LOG_GROUP}}
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))

    def run(*arguments: str) -> str:
        """The chore with this command line. Returns what it printed, progress too."""
        monkeypatch.setattr("sys.argv", ["", str(file), *arguments])
        dead_letters.main()
        printed = capsys.readouterr()
        return printed.out + printed.err

    return Ward(sqs, logs, outputs, run)
