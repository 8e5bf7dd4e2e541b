"""What in a policy may be wide, and why. `scripts.policies` lets nothing else through."""

import re
from collections.abc import Mapping
from typing import Any

STARS = {
    '"connect_to_vpc"': "Lambda names the network interfaces itself, when it has made them.",
    '"boundary"': "The same, for the most that a function may have.",
}
"""Policies that may be for every resource, by what is in their names."""

WILDCARDS = {
    r"arn:aws:logs:[^*]+:\*": "the streams of one log group",
    r"arn:aws:s3:::[^*/]+/exports/\*": "every person's exports",
    r"arn:aws:s3:::[^*/]+/pictures/\*": "the pictures that were drawn, for anybody",
    r"arn:aws:scheduler:[^*]+:schedule/(kaiwa-test-reminders|default)/reminder-\*": "reminders",
}
"""Resources with a wildcard that any policy may name, as regular expressions."""

DEPLOYERS = "aws_iam_policy.this["
"""In the names of the policies with which GitHub's workflows deploy (`modules/github_roles`)."""

DEPLOYERS_WILDCARDS = {
    r"arn:aws:(cloudwatch|iam|lambda|logs|sns|sqs):[^*]+[:/]kaiwa-test-\*(:\*)?": "its names",
    r"arn:aws:s3:::kaiwa-test-(artifacts|exports)-[^*]+/\*": "the objects of two buckets",
    r"arn:aws:ssm:[^*]+:parameter/kaiwa/test/\*": "the deployment's parameters",
    r"arn:aws:dynamodb:[^*]+:table/kaiwa-test-messages(-\*)?(/index/\*)?": "also one restored",
    r"arn:aws:cognito-idp:[^*]+:userpool/\*": "pools with the deployment's tags (a condition)",
    r"arn:aws:lambda:[^*]+:event-source-mapping:\*": "those of its functions (a condition)",
    r"arn:aws:kms:[^*]+:key/\*": "the key behind one alias (a condition)",
    r"arn:aws:cloudwatch:[^*]+:alarm:\*": "CloudWatch describes all alarms or none",
    r"arn:aws:apigateway:[^*]+::/(apis|domainnames|tags)/\*": "API Gateway chooses the ids",
    r"arn:aws:route53:::change/\*": "Route 53 chooses the ids",
}

DEPLOYERS_FINDINGS = {
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION": "Terraform writes the policies of its two buckets."
}
"""What parliament finds in them, and may."""

GITHUB = "token.actions.githubusercontent.com"


def is_wildcard(name: str, resource: str) -> bool:
    """Whether the policy of that name may be for that resource, which has a wildcard."""
    agreed = WILDCARDS | (DEPLOYERS_WILDCARDS if DEPLOYERS in name else {})
    return any(re.fullmatch(pattern, resource) for pattern in agreed)


def is_finding(name: str, fault: str) -> bool:
    """Whether parliament finds what was agreed."""
    issue = fault.partition(":")[0]
    if issue == "RESOURCE_STAR":
        return any(star in name for star in STARS)
    return DEPLOYERS in name and issue in DEPLOYERS_FINDINGS


def is_let_in(statement: Mapping[str, Any]) -> bool:
    """Whether who may take the role is a service of AWS, or one kind of run of one repository."""
    principal = statement["Principal"]
    if not isinstance(principal, dict) or len(principal) != 1:
        return False
    [(kind, names)] = principal.items()
    if kind == "Federated":
        return re.fullmatch(
            rf"arn:aws:iam::\d{{12}}:oidc-provider/{GITHUB}", names
        ) is not None and _is_one_kind_of_run(statement.get("Condition", {}))
    listed = [names] if isinstance(names, str) else names
    return kind == "Service" and all(name.endswith(".amazonaws.com") for name in listed)


def _is_one_kind_of_run(condition: Mapping[str, Any]) -> bool:
    """For StringEquals, a * is a letter like others."""
    keys = condition.get("StringEquals", {})
    return keys.get(f"{GITHUB}:aud") == "sts.amazonaws.com" and isinstance(
        keys.get(f"{GITHUB}:sub"), str
    )
