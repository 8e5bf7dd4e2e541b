"""docs/scaling.md is what `make scaling` writes, and `make scaling` finds what it says."""

import re
from dataclasses import replace
from pathlib import Path

from bench.scaling.__main__ import DOCUMENT, PICTURE, memory_gigabytes
from bench.scaling.document import render
from bench.scaling.inputs import Inputs
from bench.scaling.plot import draw
from bench.scaling.results import Results
from bench.scaling.runs import simulate
from scripts.hcl import Block, read

ROOT = Path(__file__).parents[4]
TOWN = 2  # of the runs, those of the town as it is are the first, and quick


def test_the_document_is_made_from_the_results() -> None:
    rendered = render(Inputs.read(), Results.read(), memory_gigabytes())
    assert DOCUMENT.read_text() == rendered


def test_the_picture_is_made_from_the_results() -> None:
    assert PICTURE.read_text() == draw(Inputs.read(), Results.read())


def test_the_results_are_of_the_runs_in_the_inputs() -> None:
    inputs, results = Inputs.read(), Results.read()
    assert [row.run for row in results.runs] == inputs.runs
    assert [row.run for row in results.variations] == inputs.variations


def test_simulating_again_gives_the_same_results() -> None:
    inputs, results = Inputs.read(), Results.read()
    again = [simulate(inputs, run) for run in inputs.runs[:TOWN]]
    assert again == results.runs[:TOWN]


def test_another_seed_is_not_the_same_but_alike() -> None:
    inputs = Inputs.read()
    run = inputs.runs[0]
    once, twice = simulate(inputs, run), simulate(inputs, replace(run, repeats=run.repeats * 2))
    assert once.p50 is not None
    assert twice.p50 is not None
    assert once != twice
    assert abs(once.p50 - twice.p50) < 0.1 * once.p50


def test_as_delivered_is_as_terraform_has_it() -> None:
    delivered = Inputs.read().setups["delivered"]
    defaults = {
        name: int(variables[name].attributes["default"])
        for variables in [_variables("operations")]
        for name in ("maximum_concurrency", "max_receive_count", "secret_cache_seconds")
    }
    throttling = dict(
        re.findall(
            r"(\w+_limit)\s*=\s*optional\(number, (\d+)\)",
            _variables("chatgpt")["throttling"].attributes["type"],
        )
    )
    assert {name: getattr(delivered, name) for name in defaults} == defaults
    assert (delivered.throttling_rate_limit, delivered.throttling_burst_limit) == (
        int(throttling["rate_limit"]),
        int(throttling["burst_limit"]),
    )


def _variables(subject: str) -> dict[str, Block]:
    file = ROOT / f"terraform/variables.{subject}.tf"
    return {block.labels[0]: block for block in read(file.read_text()).of_type("variable")}
