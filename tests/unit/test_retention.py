"""How long what is kept is documented in one table, and that is how long it is kept."""

import re
from datetime import timedelta
from pathlib import Path

from kaiwa.table import lifetimes
from scripts.hcl import read
from scripts.state_bucket import OLD_STATE_DAYS

ROOT = Path(__file__).parents[2]
TERRAFORM = ROOT / "terraform"
ROW = re.compile(r"^\|[^|]+\| ([^|]+?) \|[^|]*?`([\w.]+)`[^|]*\|$", re.MULTILINE)


def words(span: timedelta) -> str:
    for unit, name in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if span >= unit:
            number = span // unit
            return f"{number} {name}" + ("s" if number > 1 else "")
    return f"{span // timedelta(minutes=1)} minutes"


def in_the_table() -> dict[str, str]:
    """Items of the table, by the constant that says it."""
    return {
        f"lifetimes.{name}": words(span)
        for name, span in vars(lifetimes).items()
        if isinstance(span, timedelta)
    }


def at_aws() -> dict[str, str]:
    """What Terraform says, by the member of the local; a variable counts with its default."""
    variables = {
        variable.labels[0]: variable.attributes.get("default", "")
        for file in TERRAFORM.glob("variables*.tf")
        for variable in read(file.read_text()).of_type("variable")
    }
    [local] = read((TERRAFORM / "retention.tf").read_text()).of_type("locals")
    members = re.findall(r"(\w+) += (?:var\.(\w+)|(\d+))", local.attributes["retention_days"])
    return {
        f"retention_days.{name}": words(timedelta(days=int(number or variables[variable])))
        for name, variable, number in members
    }


def test_the_table_in_the_documents_says_how_long_everything_is_kept() -> None:
    document = (ROOT / "docs/data.md").read_text()
    section = document.split("\n## How long", 1)[1].split("\n## ", 1)[0]
    documented = {name: kept for kept, name in ROW.findall(section)}
    state = {"state_bucket.OLD_STATE_DAYS": words(timedelta(days=OLD_STATE_DAYS))}
    assert documented == in_the_table() | at_aws() | state


def test_what_was_erased_is_known_for_longer_than_a_table_can_be_restored() -> None:
    [backups] = [kept for name, kept in at_aws().items() if name.endswith("table_backups")]
    assert backups == "35 days"  # the most that there is
    assert timedelta(days=35) < lifetimes.ERASURE
