"""What the configuration uses of the AWS provider is in version 6 too, which does not run here."""

import json
import re
import shutil
from pathlib import Path

import pytest

from scripts.hcl import read, strings
from scripts.provider_names import listed, outside
from scripts.provider_use import used

ROOT = Path(__file__).parents[3]
LISTED = json.loads(Path(__file__).with_name("provider_6.json").read_text())

DEPRECATED_IN_6 = {
    "data.aws_cognito_user_pool.user_pool_tags",
    "data.aws_region.name",
    "resource.aws_dynamodb_table.global_secondary_index.hash_key",
    "resource.aws_dynamodb_table.global_secondary_index.range_key",
}
"""Of the resources and data sources that are used here.

https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/version-6-upgrade.html.markdown
https://github.com/hashicorp/terraform-provider-aws/issues/46197 for the table's index
"""
NOT_OTHERWISE_IN_5 = {
    "resource.aws_dynamodb_table.global_secondary_index.hash_key",
    "resource.aws_dynamodb_table.global_secondary_index.range_key",
}
"""5.100 has no key_schema, which 6.29 wants in their place. Both work in all of 6."""


def test_all_that_is_used_was_looked_up_in_version_6() -> None:
    use = outside(LISTED["left_open"], used(ROOT / "terraform"))
    current = listed(use, LISTED["provider"], LISTED["left_open"])
    if current != LISTED and shutil.which("npm") is None:
        new = (use.arguments | use.attributes) - {*LISTED["arguments"], *LISTED["attributes"]}
        pytest.skip(f"Without npm these cannot be looked up in version 6: {sorted(new)}")
    assert current == LISTED, "Run `make provider-names`."


def test_only_a_block_that_may_be_within_itself_is_left_open() -> None:
    assert LISTED["left_open"] == ["resource.aws_wafv2_web_acl.rule.statement"]


def test_nothing_deprecated_is_used_that_could_be_said_otherwise() -> None:
    use = used(ROOT / "terraform")
    assert (use.arguments | use.attributes) & DEPRECATED_IN_6 == NOT_OTHERWISE_IN_5


def test_both_versions_are_admitted_and_the_oldest_is_locked() -> None:
    [terraform] = read((ROOT / "terraform/terraform.tf").read_text()).of_type("terraform")
    [providers] = terraform.of_type("required_providers")
    assert strings(providers.attributes["aws"]) == ["hashicorp/aws", ">= 5.100, < 7.0"]
    [lock] = read((ROOT / "terraform/.terraform.lock.hcl").read_text()).of_type("provider")
    assert lock.attributes["version"] == '"5.100.0"'
    assert LISTED["provider"].startswith("6.")
    assert f"is in {LISTED['provider']}," in (ROOT / "terraform/README.md").read_text()


def test_the_check_reads_all_of_the_configuration() -> None:
    kinds = {
        f"{block.type}.{block.labels[0]}"
        for file in (ROOT / "terraform").rglob("*.tf")
        for block in read(file.read_text()).blocks
        if block.type in {"data", "resource"} and re.match("aws_", block.labels[0])
    }
    looked_up = {".".join(name.split(".")[:2]) for name in LISTED["arguments"]}
    # These are read, and nothing of them is set.
    assert kinds - looked_up == {"data.aws_caller_identity", "data.aws_region"}
