"""Look over all policies that the configuration makes: are they right, and as narrow as agreed?

terraform test -json -verbose -filter=tests/policies.tftest.hcl | python -m scripts.policies

The state that a test ends with has every policy as it would go to AWS, whichever module made it.
parliament knows actions, resources and conditions of AWS; what it has no rule for is here, and what
may be wide in `agreed_policies`.
"""

import json
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scripts import agreed_policies as agreed

EXPECTED_POLICIES = 20
"""A deployment has more. Fewer were found: then it is this script that does not see them."""

BOUNDARY = '["boundary"]'
"""In the name of the policy that bounds the functions' roles, where GitHub's workflows deploy."""


def main() -> None:
    """Print what is wrong with the policies in standard input, and fail if anything is."""
    policies = dict(found(sys.stdin))
    if len(policies) < EXPECTED_POLICIES:
        sys.exit(f"Only {len(policies)} policies were found: did the test of Terraform run?")
    wrong = [f"{name}: {fault}" for name, text in policies.items() for fault in faults(name, text)]
    wrong += out_of_bounds(policies)
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
    own = [fault for statement in allowing for fault in _faults_of_statement(name, statement)]
    if all("Resource" not in statement for statement in statements):
        return own  # who may take a role: parliament takes the missing resource for a mistake
    return own + [fault for fault in _parliaments(text) if not agreed.is_finding(name, fault)]


def out_of_bounds(policies: Mapping[str, str]) -> list[str]:
    """What functions are granted and would be refused, for the boundary of their roles lacks it."""
    bounds = {name: text for name, text in policies.items() if BOUNDARY in name}
    if not bounds:
        return ["There is no boundary of the functions' roles (modules/github_roles)."]
    within = {action for text in bounds.values() for action in _actions(text)}
    return [
        f"{name}: {action} is not within the boundary (modules/github_roles/boundary.tf)."
        for name, text in policies.items()
        if ".aws_iam_role_policy." in f".{name}"
        for action in _actions(text)
        if action not in within
    ]


def _actions(text: str) -> list[str]:
    statements = json.loads(text)["Statement"]
    return [action for statement in statements for action in _listed(statement["Action"])]


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


def _faults_of_statement(name: str, statement: dict[str, Any]) -> Iterator[str]:
    for member in statement.keys() & {"NotAction", "NotPrincipal", "NotResource"}:
        yield f"{member} allows whatever is not named."
    for action in _listed(statement.get("Action", [])):
        if "*" in action:
            yield f"The action {action} has a wildcard."
    for resource in _listed(statement.get("Resource", [])):
        if "*" in resource.removeprefix("*") and not agreed.is_wildcard(name, resource):
            yield f"The resource {resource} has a wildcard that was not agreed."
    if statement.get("Principal", {}) != {} and not agreed.is_let_in(statement):
        yield "It lets others in than a service of AWS, or one kind of GitHub's runs."


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _parliaments(text: str) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports pkg_resources, which is going away
        import parliament
    for finding in parliament.analyze_policy_string(text).findings:
        enhanced = parliament.enhance_finding(finding)
        yield f"{finding.issue}: {enhanced.title}. {finding.detail}"


if __name__ == "__main__":
    main()
