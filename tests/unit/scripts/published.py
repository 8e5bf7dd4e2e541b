"""Functions with versions and aliases on moto's Lambda, their alarms, and a clock without time."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3

from scripts.clock import Clock
from scripts.functions import Functions, Live

REGION = "ap-northeast-1"
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
ARN = f"arn:aws:lambda:{REGION}:123456789012:function:kaiwa-test-"


@dataclass
class FakeClock(Clock):
    """Time passes when somebody sleeps. `meanwhile` is what happens then."""

    time: datetime = START
    meanwhile: Callable[[], None] = lambda: None
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)
        self.meanwhile()


class Deployed:
    """A deployment with some functions, each at version 1, as Terraform leaves it."""

    def __init__(self, *names: str) -> None:
        self.client = boto3.client("lambda", region_name=REGION)
        self.cloudwatch = boto3.client("cloudwatch", region_name=REGION)
        self.names = names
        self.arns = {name: f"{ARN}{name}:live" for name in names}
        self.functions = Functions(self.client, self.arns)
        role = boto3.client("iam").create_role(RoleName="role", AssumeRolePolicyDocument="{}")
        for name in names:
            self.client.create_function(
                FunctionName=f"kaiwa-test-{name}",
                Runtime="python3.13",
                Role=role["Role"]["Arn"],
                Handler="handler.lambda_handler",
                Code={"ZipFile": zipped("1")},
                Publish=True,
            )
            self.client.create_alias(
                FunctionName=f"kaiwa-test-{name}", Name="live", FunctionVersion="1"
            )
            self.ring(f"{name}-errors", "OK")

    def publish(self, name: str, versions: int = 1) -> None:
        """What `make apply` does to a function whose code has changed, so many times."""
        for _ in range(versions):
            code = zipped(f"after {self.functions.versions(name)[0]}")
            function = f"kaiwa-test-{name}"
            self.client.update_function_code(FunctionName=function, ZipFile=code, Publish=True)

    def ring(self, alarm: str, state: Any = "ALARM") -> None:
        self.cloudwatch.put_metric_alarm(
            AlarmName=alarm,
            Namespace="kaiwa-test",
            MetricName=alarm,
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
        )
        self.cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test")

    def live(self) -> list[Live]:
        return [self.functions.live(name) for name in self.names]

    def versions(self) -> dict[str, str]:
        """Which is live: `1`, or `1 + 0.1 of 2` while it is being rolled out."""
        return {
            live.name: f"{live.version} + {live.share} of {live.coming}"
            if live.coming
            else live.version
            for live in self.live()
        }

    def write_outputs(self, file: Path, **rollout: int) -> None:
        """What Terraform would put out."""
        pace = {"step_percentage": 100, "step_minutes": 5, "versions_kept": 5}
        outputs = {
            "function_alarms": {name: [f"{name}-errors"] for name in self.names},
            "function_arns": self.arns,
            "region": REGION,
            "rollout": pace | rollout,
        }
        file.write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))


def zipped(words: str) -> bytes:
    """A package with some code."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("handler.py", f"# {words}")
    return buffer.getvalue()
