"""The roles of GitHub's workflows may handle whatever the configuration has."""

import re
from pathlib import Path

TERRAFORM = Path(__file__).parents[3] / "terraform"
ROLES = TERRAFORM / "modules/github_roles"
RESOURCE = re.compile(r'^resource "(aws_\w+)"', re.MULTILINE)
GRANT = re.compile(r"^    (aws_\w+) += ", re.MULTILINE)


def test_each_type_of_resource_has_its_grants_and_no_other() -> None:
    files = [*TERRAFORM.glob("*.tf"), *TERRAFORM.glob("modules/*/*.tf")]
    used = {
        name
        for file in files
        if file.parent != ROLES
        for name in RESOURCE.findall(file.read_text())
    }
    granted = [
        name for file in ROLES.glob("grants.*.tf") for name in GRANT.findall(file.read_text())
    ]
    assert len(used) > 20
    assert sorted(granted) == sorted(used)
