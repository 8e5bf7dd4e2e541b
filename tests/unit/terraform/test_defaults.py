"""The default of each setting that protects a deployment or costs something is compared."""

import re

from scripts.hcl import read
from scripts.terraform_docs import TERRAFORM

OF_NO_ACCOUNT = {
    "api_base_url": "an address of one's own",
    "api_domain": "an address of one's own",
    "default_language": "taste",
    "flex_messages": "taste",
    "openai_instructions": "taste",
    "openai_temperature": "taste",
    "packages_directory": "where packages are on this machine; the tests have others",
    "privacy_policy": "a text; root_functions.tftest.hcl compares what is shown of it",
    "project": "a name",
    "restored_table_name": "null but after a restore; retention.tftest.hcl has both",
    "sign_in_domain": "an address of one's own",
    "timezone": "taste",
}
"""These neither protect nor cost, and why."""


def test_every_default_is_compared_or_of_no_account() -> None:
    variables = [
        block
        for file in TERRAFORM.glob("variables*.tf")
        for block in read(file.read_text()).of_type("variable")
    ]
    with_default = {block.labels[0] for block in variables if "default" in block.attributes}
    tests = (TERRAFORM / "tests/defaults.tftest.hcl").read_text()
    compared = set(re.findall(r"= (?:nonsensitive\()?var\.(\w+)\)?$", tests, re.MULTILINE))
    assert compared | set(OF_NO_ACCOUNT) == with_default
    assert compared & set(OF_NO_ACCOUNT) == set()
