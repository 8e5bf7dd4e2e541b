"""Which policies are found in a state, and what is found in a policy."""

import io
import json
from typing import Any

import pytest

from scripts import policies

QUEUE = "arn:aws:sqs:ap-northeast-1:123456789012:queue.fifo"
TABLE = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/messages"
ROLE = 'module.x.aws_iam_role_policy.this["x"].policy'


GITHUB = "token.actions.githubusercontent.com"
RUN = {f"{GITHUB}:aud": "sts.amazonaws.com", f"{GITHUB}:sub": "repo:octo-org/kaiwa:pull_request"}
DEPLOYER = 'aws_iam_policy.this["data_write"].policy'
BOUNDARY = 'aws_iam_policy.this["boundary"].policy'


def policy(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | statement]})


def state(*texts: str) -> str:
    """A line of Terraform's, with the policies in a module's module."""
    resources = [
        {
            "address": f"module.a.module.b.aws_iam_role_policy.p[{number}]",
            "values": {"policy": text},
        }
        for number, text in enumerate(texts)
    ]
    resources.append({"address": 'aws_iam_policy.this["boundary"]', "values": {"policy": BOUND}})
    root = {
        "resources": [{"address": "x.y", "values": {"name": "x", "number": 1, "json": "[]"}}],
        "child_modules": [{"child_modules": [{"resources": resources}]}],
    }
    return json.dumps({"type": "test_state", "test_state": {"root_module": root}})


BOUND = policy(Action=["sqs:SendMessage"], Resource=QUEUE)


def test_policies_are_found_in_every_module() -> None:
    text = policy(Action="sqs:SendMessage", Resource=QUEUE)
    lines = [json.dumps({"type": "test_run"}), state(text, "{}")]
    assert dict(policies.found(lines)) == {
        "module.a.module.b.aws_iam_role_policy.p[0].policy": text,
        BOUNDARY: BOUND,
    }


@pytest.mark.parametrize(
    "text",
    [
        policy(Action="sqs:SendMessage", Resource=QUEUE),
        policy(Action=["s3:PutObject"], Resource="arn:aws:s3:::bucket/exports/*"),
        policy(Action=["xray:PutTraceSegments"], Resource="*"),  # AWS cannot narrow it
        policy(Action="sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"}),
        policy(
            Action="sts:AssumeRoleWithWebIdentity",
            Principal={"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
            Condition={"StringEquals": RUN},
        ),
        policy(Effect="Deny", Action="s3:*", Resource="arn:aws:s3:::bucket/*", Principal="*"),
    ],
)
def test_nothing_is_wrong_with_what_was_agreed(text: str) -> None:
    assert policies.faults(ROLE, text) == []


def test_lambda_may_connect_functions_to_a_vpc() -> None:
    text = policy(Action=["ec2:CreateNetworkInterface"], Resource="*")
    name = 'module.x.aws_iam_role_policy.this["connect_to_vpc"].policy'
    assert policies.faults(name, text) == []
    assert policies.faults(ROLE, text) == [
        "RESOURCE_STAR: Unnecessary use of Resource *. ['ec2:CreateNetworkInterface']"
    ]


def test_a_deployer_may_name_what_begins_with_the_deployments_name() -> None:
    text = policy(
        Action=["sqs:CreateQueue"], Resource="arn:aws:sqs:ap-northeast-1:123456789012:kaiwa-test-*"
    )
    assert policies.faults(DEPLOYER, text) == []
    assert "was not agreed" in policies.faults(ROLE, text)[0]


@pytest.mark.parametrize(
    ("provider", "condition"),
    [
        (GITHUB, {}),
        (GITHUB, {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}),
        (GITHUB, {"StringLike": RUN}),
        (GITHUB, {"StringEquals": RUN | {f"{GITHUB}:aud": "https://github.com/octo-org"}}),
        ("accounts.google.com", {"StringEquals": RUN}),
    ],
)
def test_not_every_run_is_let_in(provider: str, condition: dict[str, Any]) -> None:
    text = policy(
        Action="sts:AssumeRoleWithWebIdentity",
        Principal={"Federated": f"arn:aws:iam::123456789012:oidc-provider/{provider}"},
        Condition=condition,
    )
    assert policies.faults(ROLE, text) == [
        "It lets others in than a service of AWS, or one kind of GitHub's runs."
    ]


def test_what_a_function_is_granted_lies_within_the_boundary() -> None:
    granted = {ROLE: policy(Action=["sqs:SendMessage", "sqs:PurgeQueue"], Resource=QUEUE)}
    assert policies.out_of_bounds({**granted, BOUNDARY: BOUND}) == [
        f"{ROLE}: sqs:PurgeQueue is not within the boundary (modules/github_roles/boundary.tf)."
    ]
    assert policies.out_of_bounds(granted) == [
        "There is no boundary of the functions' roles (modules/github_roles)."
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (policy(Action="sqs:*", Resource=QUEUE), "The action sqs:* has a wildcard."),
        (policy(Action="sqs:SendMessage", Resource="*"), "RESOURCE_STAR"),
        (policy(Action="sqs:SendMessage", Resource=f"{QUEUE}*"), "was not agreed"),
        (policy(Action="s3:GetObject", Resource="arn:aws:s3:::bucket/*"), "was not agreed"),
        (policy(Action="sqs:SendMessages", Resource=QUEUE), "UNKNOWN_ACTION"),
        (policy(Action="sqs:SendMessage", Resource=TABLE), "RESOURCE_MISMATCH"),
        (
            policy(
                Action="dynamodb:GetItem",
                Resource=TABLE,
                Condition={"StringLike": {"s3:prefix": "x"}},
            ),
            "UNKNOWN_CONDITION_FOR_ACTION",
        ),
        (policy(NotAction="sqs:SendMessage", Resource=QUEUE), "NotAction allows"),
        (policy(Action="sqs:SendMessage", NotResource=QUEUE), "NotResource allows"),
        (policy(Action="sts:AssumeRole", Principal="*"), "It lets others in"),
        (policy(Action="sts:AssumeRole", Principal={"AWS": "123456789012"}), "It lets others in"),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str) -> None:
    assert fault in "\n".join(policies.faults(ROLE, text))


def test_a_fault_ends_it_with_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    right = [policy(Action="sqs:SendMessage", Resource=QUEUE)] * policies.EXPECTED_POLICIES
    wrong = policy(Action="sqs:*", Resource=QUEUE)
    monkeypatch.setattr("sys.stdin", io.StringIO(state(wrong, *right)))
    with pytest.raises(SystemExit, match=r"p\[0\]\.policy: The action sqs:\* has a wildcard\."):
        policies.main()


def test_all_of_them_right_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = [policy(Action="sqs:SendMessage", Resource=QUEUE)] * policies.EXPECTED_POLICIES
    monkeypatch.setattr("sys.stdin", io.StringIO(state(*right)))
    policies.main()
    assert capsys.readouterr().out == "21 policies are right, and as narrow as agreed.\n"


def test_too_few_policies_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(state("{}")))
    with pytest.raises(SystemExit, match="Only 1 policies were found"):
        policies.main()
