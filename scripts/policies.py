"""Look over all policies that the configuration makes: are they right, and as narrow as agreed?

terraform test -json -verbose -filter=tests/policies.tftest.hcl | python -m scripts.policies

The state that a test ends with has every policy as it would go to AWS, whichever module made it.
parliament knows actions, resources and conditions of AWS; what it has no rule for is here.
"""

import json
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

EXPECTED_POLICIES = 20
"""A deployment has more. Fewer were found: then it is this script that does not see them."""

AGREED_STARS = {
    "connect_to_vpc": "Lambda names the network interfaces itself, when it has made them."
}
"""Policies that may be for every resource, by their names, and why."""

AGREED_WILDCARDS = {
    r"arn:aws:logs:[^*]+:\*": "the streams of one log group",
    r"arn:aws:s3:::[^*/]+/exports/\*": "every person's exports",
}
"""Resources with a wildcard that a policy may name, as regular expressions, and what they are."""


def main() -> None:
    """Print what is wrong with the policies in standard input, and fail if anything is."""
    policies = dict(found(sys.stdin))
    if len(policies) < EXPECTED_POLICIES:
        sys.exit(f"Only {len(policies)} policies were found: did the test of Terraform run?")
    wrong = [f"{name}: {fault}" for name, text in policies.items() for fault in faults(name, text)]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(policies)} policies are right, and as narrow as agreed.")


def found(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The policies in the states that `terraform test -json -verbose` shows, by where they are."""
    for line in lines:
        if state := json.loads(line).get("test_state"):
            yield from _in_module(state["root_module"])


def faults(name: str, text: str) -> list[str]:
    """What is wrong with a policy."""
    statements = json.loads(text)["Statement"]
    allowing = [statement for statement in statements if statement["Effect"] == "Allow"]
    own = [fault for statement in allowing for fault in _faults_of_statement(statement)]
    if all("Resource" not in statement for statement in statements):
        return own  # who may take a role: parliament takes the missing resource for a mistake
    return own + [fault for fault in _parliaments(text) if not _agreed(name, fault)]


def _in_module(module: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for resource in module.get("resources", []):
        for attribute, value in resource["values"].items():
            if isinstance(value, str) and _is_policy(value):
                yield f"{resource['address']}.{attribute}", value
    for child in module.get("child_modules", []):
        yield from _in_module(child)


def _is_policy(value: str) -> bool:
    try:
        document = json.loads(value)
    except ValueError:
        return False
    return isinstance(document, dict) and "Statement" in document


def _faults_of_statement(statement: dict[str, Any]) -> Iterator[str]:
    for member in statement.keys() & {"NotAction", "NotPrincipal", "NotResource"}:
        yield f"{member} allows whatever is not named."
    for action in _listed(statement.get("Action", [])):
        if "*" in action:
            yield f"The action {action} has a wildcard."
    for resource in _listed(statement.get("Resource", [])):
        if "*" in resource.removeprefix("*") and not _is_agreed_wildcard(resource):
            yield f"The resource {resource} has a wildcard that was not agreed."
    if statement.get("Principal", {}) != {} and not _is_service(statement["Principal"]):
        yield "It lets others in than a service of AWS."


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _is_agreed_wildcard(resource: str) -> bool:
    return any(re.fullmatch(pattern, resource) for pattern in AGREED_WILDCARDS)


def _is_service(principal: str | dict[str, Any]) -> bool:
    return (
        isinstance(principal, dict)
        and principal.keys() == {"Service"}
        and all(name.endswith(".amazonaws.com") for name in _listed(principal["Service"]))
    )


def _parliaments(text: str) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports pkg_resources, which is going away
        import parliament
    for finding in parliament.analyze_policy_string(text).findings:
        enhanced = parliament.enhance_finding(finding)
        yield f"{finding.issue}: {enhanced.title}. {finding.detail}"


def _agreed(name: str, fault: str) -> bool:
    return fault.startswith("RESOURCE_STAR:") and any(f'"{star}"' in name for star in AGREED_STARS)


if __name__ == "__main__":
    main()
