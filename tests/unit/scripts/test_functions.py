"""Aliases and versions, on moto's Lambda."""

from dataclasses import replace

import pytest

from scripts.functions import Live, Record
from tests.unit.scripts.published import Deployed

AT = "20261124T120000Z"


@pytest.fixture
def deployed(aws: None) -> Deployed:
    return Deployed("line_reply")


@pytest.mark.parametrize(
    ("record", "description"),
    [
        (Record(), ""),
        (Record(held=True), "held"),
        (Record(AT), f"since {AT}"),
        (Record(AT, (("1", ""),)), f"since {AT} before 1@"),
        (Record("", (("1", ""),), held=True), "before 1@ held"),
        (
            Record(AT, (("10", AT), ("9", AT), ("1", "")), held=True),
            f"since {AT} before 10@{AT} 9@{AT} 1@ held",
        ),
    ],
)
def test_a_record_is_kept_in_the_aliass_description(record: Record, description: str) -> None:
    assert (str(record), Record.parse(description)) == (description, record)


@pytest.mark.parametrize("words", ["Live since Monday", "held by Hanako", "before that", " "])
def test_what_somebody_else_wrote_is_no_record(words: str) -> None:
    assert Record.parse(words) == Record()


def test_a_record_of_the_most_versions_fits_into_a_description() -> None:
    record = Record(AT, (("99999", AT),) * 9, held=True)
    assert len(str(record)) <= 256


def test_a_function_is_first_as_terraform_made_it(deployed: Deployed) -> None:
    assert deployed.live() == [Live("line_reply", "1", Record())]


def test_what_is_put_is_there(deployed: Deployed) -> None:
    deployed.publish("line_reply")
    (live,) = deployed.live()
    shifting = replace(live, coming="2", share=0.25)
    assert deployed.functions.put(shifting) == shifting
    assert deployed.live() == [shifting]
    out = shifting.rolled_out(AT, kept=5)
    assert deployed.functions.put(out) == out
    assert deployed.live() == [Live("line_reply", "2", Record(AT, (("1", ""),)))]


def test_only_so_many_versions_are_remembered() -> None:
    live = Live("line_reply", "4", Record("c", (("3", "b"), ("2", "a"))), coming="5")
    assert live.rolled_out("d", kept=3).record == Record("d", (("4", "c"), ("3", "b")))


def test_versions_are_numbers_and_the_newest_is_first(deployed: Deployed) -> None:
    deployed.publish("line_reply", 10)
    assert deployed.functions.versions("line_reply") == [str(n) for n in range(11, 0, -1)]


def test_old_versions_go_but_none_that_is_needed(deployed: Deployed) -> None:
    deployed.publish("line_reply", 7)
    deployed.client.create_alias(
        FunctionName="kaiwa-test-line_reply",
        Name="somebody-elses",
        FunctionVersion="3",
        RoutingConfig={"AdditionalVersionWeights": {"4": 0.5}},
    )
    (live,) = deployed.live()
    live = deployed.functions.put(replace(live, version="5", record=Record(AT, (("2", ""),))))
    assert deployed.functions.prune(live, 2) == ["6", "1"]
    assert deployed.functions.versions("line_reply") == ["8", "7", "5", "4", "3", "2"]
