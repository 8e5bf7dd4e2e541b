"""Metrics: a line each, in CloudWatch's embedded metric format, beside the lines of the log.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html

CloudWatch keeps a metric for each set of dimensions, and bills it. So a dimension has few values,
all known beforehand: never an id, never what somebody wrote.
"""

import json
import os
import sys
from collections.abc import Mapping

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "POWERTOOLS_METRICS_NAMESPACE"
UNITS = {
    "Milliseconds": MetricUnit.Milliseconds,
    "Percent": MetricUnit.Percent,
    "Cost": MetricUnit.NoUnit,
}
"""By how a metric's name ends. All others count."""


def count(name: str, **dimensions: str) -> None:
    """One more of this."""
    emit({name: 1}, **dimensions)


def emit(values: Mapping[str, float], **dimensions: str) -> None:
    """Put these metrics out, by name, each with these dimensions and with the function's.

    Without a namespace, as outside a deployment, nothing is put out.
    """
    if not os.environ.get(NAMESPACE):
        return
    metrics = EphemeralMetrics()
    for name, value in values.items():
        metrics.add_metric(name, _unit(name), value)
    for dimension, of in dimensions.items():
        metrics.add_dimension(dimension, of)
    # In one go: what other threads log meanwhile must not come in between.
    sys.stdout.write(json.dumps(metrics.serialize_metric_set()) + "\n")


def _unit(name: str) -> MetricUnit:
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), MetricUnit.Count)
