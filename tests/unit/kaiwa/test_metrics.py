"""Metrics, as CloudWatch reads them."""

import json
from collections.abc import Callable

import pytest
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from kaiwa.metrics import count, emit
from tests.emitted import Emitted

SERVICE = "line_reply"


def test_metrics_with_the_same_dimensions_are_one_line(
    emitted: Callable[[], list[Emitted]], capsys: pytest.CaptureFixture[str]
) -> None:
    emit({"Things": 2, "ThingMilliseconds": 1.5}, kind="small")
    line = json.loads(capsys.readouterr().out)
    assert isinstance(line["_aws"].pop("Timestamp"), int)
    assert line == {
        "_aws": {
            "CloudWatchMetrics": [
                {
                    "Namespace": "kaiwa-test",
                    "Dimensions": [["kind", "service"]],
                    "Metrics": [
                        {"Name": "Things", "Unit": "Count"},
                        {"Name": "ThingMilliseconds", "Unit": "Milliseconds"},
                    ],
                }
            ]
        },
        "kind": "small",
        "service": "line_reply",
        "Things": [2.0],
        "ThingMilliseconds": [1.5],
    }


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Things", "Count"),
        ("ThingMilliseconds", "Milliseconds"),
        ("ThingPercent", "Percent"),
        ("Cost", "None"),
    ],
)
def test_the_name_says_the_unit(emitted: Callable[[], list[Emitted]], name: str, unit: str) -> None:
    emit({name: 7})
    assert emitted() == [Emitted("kaiwa-test", name, unit, 7, (("service", "line_reply"),))]


def test_the_format_is_that_of_powertools(
    emitted: Callable[[], list[Emitted]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Powertools is left out of a start for its time alone (docs/decisions)."""
    theirs = EphemeralMetrics()
    theirs.add_metric("Things", MetricUnit.Count, 2)
    theirs.add_metric("Cost", MetricUnit.NoUnit, 0.25)
    theirs.add_dimension("kind", "small")
    emit({"Things": 2, "Cost": 0.25}, kind="small")
    ours = json.loads(capsys.readouterr().out)
    expected = json.loads(json.dumps(theirs.serialize_metric_set()))
    for line in (ours, expected):
        assert isinstance(line["_aws"].pop("Timestamp"), int)
    assert ours == expected


def test_outside_a_deployment_there_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    count("Things")
    assert capsys.readouterr().out == ""


def test_a_line_is_written_in_one_go(
    emitted: Callable[[], list[Emitted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr("sys.stdout.write", written.append)
    count("Things")
    assert [text.count("\n") for text in written] == [1]
