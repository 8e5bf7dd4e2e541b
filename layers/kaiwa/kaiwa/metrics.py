"""Metrics: a line each, in CloudWatch's embedded metric format, beside the lines of the log.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html

CloudWatch keeps a metric for each set of dimensions, and bills it. So a dimension has few values,
all known beforehand: never an id, never what somebody wrote.
"""

import json
import os
import sys
import time
from collections.abc import Mapping

NAMESPACE = "POWERTOOLS_METRICS_NAMESPACE"
UNITS = {"Milliseconds": "Milliseconds", "Percent": "Percent", "Cost": "None"}
"""By how a metric's name ends. All others count."""


def count(name: str, **dimensions: str) -> None:
    """One more of this."""
    emit({name: 1}, **dimensions)


def emit(values: Mapping[str, float], **dimensions: str) -> None:
    """Put these metrics out, by name, each with these dimensions and with the function's.

    Without a namespace, as outside a deployment, nothing is put out.
    """
    namespace = os.environ.get(NAMESPACE)
    if not namespace:
        return
    if name := service():
        dimensions["service"] = name
    directive = {
        "Namespace": namespace,
        "Dimensions": [list(dimensions)],
        "Metrics": [{"Name": each, "Unit": _unit(each)} for each in values],
    }
    line = {
        "_aws": {"Timestamp": round(time.time() * 1000), "CloudWatchMetrics": [directive]},
        **dimensions,
        **{each: [float(value)] for each, value in values.items()},
    }
    # In one go: what other threads log meanwhile must not come in between.
    sys.stdout.write(json.dumps(line) + "\n")


def service() -> str | None:
    """What the function is called, if the environment says so."""
    return os.environ.get("POWERTOOLS_SERVICE_NAME")


def _unit(name: str) -> str:
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), "Count")
