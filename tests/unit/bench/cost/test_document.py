"""docs/cost.md is what its inputs say, and what is in them is used."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

from bench.cost.bill import MODEL, SERVICES, Inputs
from bench.cost.document import AWS, DOCUMENT, money, number, render
from scripts.hcl import read

ROOT = Path(__file__).parents[4]
RESOURCES = tomllib.loads((ROOT / "bench/cost/resources.toml").read_text())
TERRAFORM = [
    path
    for path in (ROOT / "terraform").rglob("*.tf")
    if not {".terraform", "tests"} & {*path.parts}
]


def declared(paths: list[Path]) -> set[str]:
    """The types of resources in these files."""
    return {
        block.labels[0] for path in paths for block in read(path.read_text()).of_type("resource")
    }


def test_the_document_is_made_from_usage_and_prices() -> None:
    assert DOCUMENT.read_text() == render(Inputs.read()), "Run `make cost`."


def test_every_type_of_resource_is_priced_or_known_to_cost_nothing() -> None:
    named = [*RESOURCES["billed"], *RESOURCES["free"]["types"], *RESOURCES["patterns"]["types"]]
    assert sorted(named) == sorted(declared(TERRAFORM))


def test_what_only_patterns_may_have_is_not_deployed() -> None:
    deployed = [path for path in TERRAFORM if "patterns" not in path.parts]
    assert declared(deployed) & {*RESOURCES["patterns"]["types"]} == set()


def test_every_price_is_of_a_resource_and_in_the_bill() -> None:
    prices = {*Inputs.read().prices}
    assert {name for names in RESOURCES["billed"].values() for name in names} == prices - {*MODEL}
    assert Counter(AWS) + Counter(MODEL) == Counter(prices)


def test_every_price_says_where_and_when_it_was_read() -> None:
    for price in Inputs.read().prices.values():
        assert {*price} - {"free", "through"} == {"value", "unit", "source", "read"}
        assert price["source"].startswith("https://")
        date.fromisoformat(price["read"])


def test_every_case_and_every_mix_is_in_the_document() -> None:
    inputs = Inputs.read()
    mixes = inputs.assumed["mixes"].values()
    assert {case for mix in mixes for case in mix["cases"]} == {*inputs.measured}
    assert all(mix["title"] in DOCUMENT.read_text() for mix in mixes)


def test_lambda_polls_as_many_queues_as_there_are() -> None:
    main = read((ROOT / "terraform/main.tf").read_text())
    queues = [
        module
        for module in main.of_type("module")
        if module.attributes["source"] == '"./modules/fifo_queue"'
    ]
    assert Inputs.read().assumed["deployment"]["event_sources"] == len(queues)


def test_what_is_free_is_taken_off_once_and_never_below_nothing() -> None:
    prices = {"a": {"value": 2, "free": 10}, "b": {"value": 3}}
    inputs = Inputs(prices, {}, {})
    used = Counter({"a": 12, "b": 1})
    assert inputs.cost(used, prices) == 27
    assert inputs.cost(used, prices, allowed=True) == 7
    assert inputs.cost(Counter({"a": 4}), prices, allowed=True) == 0


def test_a_bill_is_the_sum_of_its_services() -> None:
    inputs = Inputs.read()
    used = inputs.of("messages")
    services = [inputs.cost(used, names) for names in SERVICES.values()]
    assert round(sum(services), 9) == round(inputs.cost(used, AWS), 9)


def test_figures() -> None:
    assert [money(each) for each in (0, 0.0001, 0.0123, 0.5, 12.345, 1234.5)] == (
        ["–", "< 0.001", "0.012", "0.500", "12.35", "1,234.50"]
    )
    assert [number(each) for each in (0, 0.01, 1.234, 99.96, 123.4, 400000)] == (
        ["0", "0.01", "1.23", "100", "123", "400,000"]
    )
