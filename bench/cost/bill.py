"""From usage to a bill: what is used of each thing that has a price, and what that costs."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MEASURED = HERE / "measured.json"
MILLION, GIGABYTE = 1_000_000, 1_000_000_000
DAYS, HOURS = 30, 720
"""Of a month."""

SERVICES: Mapping[str, tuple[str, ...]] = {
    "Lambda": ("lambda_gigabyte_second", "lambda_million_requests"),
    "API Gateway": ("api_million_requests",),
    "SQS": ("queue_million_requests",),
    "DynamoDB": (
        "table_million_writes",
        "table_million_reads",
        "table_gigabyte_month",
        "table_backup_gigabyte_month",
    ),
    "CloudWatch Logs": ("log_gigabyte", "log_gigabyte_month"),
    "CloudWatch metrics": ("metric_month",),
    "CloudWatch alarms": ("alarm_metric_month",),
    "CloudWatch dashboard": ("dashboard_month",),
    "KMS": ("key_ten_thousand_requests",),
    "S3": ("bucket_gigabyte_month",),
    "Cognito": ("sign_in_user",),
    "Data to the Internet": ("data_out_gigabyte",),
}
MODEL = ("model_million_input", "model_million_output", "model_picture")

type Quantities = Mapping[str, float]
"""By the price's name, in its unit."""


@dataclass(frozen=True)
class Inputs:
    """All that a bill is made of."""

    prices: Mapping[str, Mapping[str, Any]]
    assumed: Mapping[str, Any]
    measured: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls) -> "Inputs":
        return cls(
            tomllib.loads((HERE.parents[1] / "scripts/prices.toml").read_text()),
            tomllib.loads((HERE / "assumptions.toml").read_text())
            | {"deployment": json.loads((HERE / "deployment.json").read_text())},
            json.loads(MEASURED.read_text()),
        )

    def cost(self, used: Quantities, names: Iterable[str], *, allowed: bool = False) -> float:
        """Of these prices; `allowed` takes off what is free each month."""
        return sum(
            max(0, used.get(name, 0) - (self.prices[name].get("free", 0) if allowed else 0))
            * float(self.prices[name]["value"])
            for name in names
        )

    def idle(self) -> Quantities:
        """A month in which nobody does anything."""
        deployment, world = self.assumed["deployment"], self.assumed["world"]
        polls = deployment["event_sources"] * world["polls_a_minute"] * 60 * HOURS
        return {
            "alarm_metric_month": deployment["alarm_metrics"],
            "dashboard_month": deployment["dashboards"],
            "queue_million_requests": polls / MILLION,
            "bucket_gigabyte_month": world["packages_gigabytes"],
        }

    def of(self, name: str) -> Quantities:
        """What a mix of cases uses, the model's tokens included."""
        mix, deployment = self.assumed["mixes"][name], self.assumed["deployment"]
        used = self._sums(mix["cases"])
        kept = deployment["message_retention_days"] / DAYS * used["stored_bytes"] / GIGABYTE
        pictures = deployment["message_retention_days"] / DAYS * used["pictures_drawn"]
        pictures *= self.assumed["world"]["picture_bytes"] / GIGABYTE
        logged = (used["log_bytes"] + used["metric_bytes"]) / GIGABYTE
        keys = used["secrets_read"] + mix["hours"] * self.assumed["world"]["table_key_requests"]
        seconds = used["seconds"] + self._cold_seconds(mix)
        return {
            "api_million_requests": used["api_requests"] / MILLION,
            "lambda_million_requests": used["invocations"] / MILLION,
            "lambda_gigabyte_second": seconds * deployment["memory_megabytes"] / 1024,
            "queue_million_requests": used["queue_requests"] / MILLION,
            "table_million_writes": used["write_units"] / MILLION,
            "table_million_reads": used["read_units"] / MILLION,
            "table_gigabyte_month": kept,
            "table_backup_gigabyte_month": kept,
            "log_gigabyte": logged,
            "log_gigabyte_month": logged * deployment["log_retention_days"] / DAYS,
            "bucket_gigabyte_month": pictures,
            "metric_month": len(self.metrics(mix["cases"])) * mix["hours"] / HOURS,
            "key_ten_thousand_requests": keys / 10_000,
            "sign_in_user": mix.get("users", 0),
            "data_out_gigabyte": used["bytes_out"] / GIGABYTE,
            "model_million_input": used["input_tokens"] / MILLION,
            "model_million_output": used["output_tokens"] / MILLION,
            "model_picture": used["pictures_drawn"],
            "pushes": used["pushes"],
        }

    def metrics(self, cases: Iterable[str]) -> set[str]:
        """The combinations of metrics and dimensions that these cases put out."""
        return {metric for case in cases for metric in self.measured[case]["metrics"]}

    def seconds(self, case: str) -> float:
        """For how long functions run in a case, from what is measured of it. Warm."""
        used, waits = self._counts(case), self.assumed["seconds"]
        memory = self.assumed["deployment"]["memory_megabytes"]
        share = memory / self.assumed["world"]["whole_cpu_megabytes"]
        waited = (
            used["aws_calls"] * waits["aws_call"]
            + used["line_calls"] * waits["line_call"]
            + used["openai_calls"] * waits["model_call"]
        )
        return float(used["cpu_seconds"] / share + waited)

    def _counts(self, case: str) -> Quantities:
        """What is measured of a case; 0 where there was nothing."""
        counts = {**self.measured[case]}
        del counts["metrics"]
        return defaultdict(float, counts)

    def _sums(self, cases: Mapping[str, int]) -> Quantities:
        total: dict[str, float] = defaultdict(float)
        for case, times in cases.items():
            counts = {**self._counts(case), "seconds": self.seconds(case), **self._tokens(case)}
            for name, each in counts.items():
                total[name] += each * times
        return total

    def _tokens(self, case: str) -> dict[str, float]:
        """Of the model: the prompt's characters are measured, what it says is assumed."""
        tokens, measured = self.assumed["tokens"], self._counts(case)
        asked = measured["prompt_characters"] * tokens["per_character"]
        asked += tokens["picture"] if case == "picture" else 0
        said = tokens["summary" if case == "summary" else "answer"]
        return {"input_tokens": asked, "output_tokens": said * measured["openai_calls"]}

    def _cold_seconds(self, mix: Mapping[str, Any]) -> float:
        waits = self.assumed["seconds"]
        return float(sum(times * waits[f"cold_{name}"] for name, times in mix["cold"].items()))
