"""What is computed without simulating: where limits are reached, and what a month costs."""

import pytest

from bench.scaling.costs import costs, plan
from bench.scaling.durations import mean_turn
from bench.scaling.inputs import Inputs
from bench.scaling.ladder import ladder
from bench.scaling.runs import percentile


def test_the_town_s_busiest_hour() -> None:
    inputs = Inputs.read()
    assert inputs.peak_rate * 3600 == pytest.approx(90)
    assert inputs.broadcast_rate == pytest.approx(90 / 3600 + 100 / 300)


def test_a_limit_is_reached_where_its_load_is() -> None:
    inputs = Inputs.read()
    reached = {rung.limit.name: rung.peak for rung in ladder(inputs)}
    assert reached["`throttling.rate_limit` 100/s"] == pytest.approx(4000)
    assert reached["`maximum_concurrency` 5"] == pytest.approx(5 / mean_turn(inputs.work) / 0.025)
    assert list(reached.values()) == sorted(reached.values())


def test_every_value_has_its_source_and_month() -> None:
    inputs = Inputs.read()
    sources = [
        each for table in ("town", "work", "limits", "prices") for each in inputs.sources(table)
    ]
    assert [each.name for each in sources if not each.source or len(each.read) != 7] == []
    assert len(sources) > 50


def test_the_model_s_price_of_a_month() -> None:
    bill = costs(Inputs.read(), scale=1, memory_gigabytes=1, channels=1)
    asked, said = 2000 + 0.15 * 3000, 350 + 0.15 * 500
    assert bill["model's tokens"] == pytest.approx(30_000 * (asked * 1 + said * 5) / 1_000_000)
    assert bill["HTTP API"] == pytest.approx(30_000 * 1.29 / 1_000_000)


def test_line_s_cheapest_plan() -> None:
    plans = Inputs.read().line_plans
    assert [plan(plans, messages) for messages in (200, 201, 5000, 5001, 30_000, 40_000)] == [
        0,
        5000,
        5000,
        15_000,
        15_000,
        45_000,
    ]


def test_a_percentile_counts_who_still_waits() -> None:
    waits = [1.0, 2.0, 3.0, 4.0]
    assert [percentile(waits, share, 8) for share in (0.25, 0.5, 0.95)] == [2.0, 4.0, None]
