"""What GitHub's workflows may do. `make lint` looks whether they are written as GitHub wants."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*-? *uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
STEP = re.compile(
    r'^make (?P<target>[a-z0-9-]+|"\$TARGET")( >> "\$GITHUB_(STEP_SUMMARY|OUTPUT)")?$'
)


def read(workflow: str) -> dict[str, Any]:
    content: dict[Any, Any] = yaml.safe_load((ROOT / ".github/workflows" / workflow).read_text())
    content["on"] = content.pop(True)  # YAML 1.1 takes the word for a yes
    return content


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read(workflow.name)["jobs"]
    return found


def commands(workflow: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for job in jobs(workflow).values():
        yield from ((job, step["run"]) for step in job.get("steps", ()) if "run" in step)


def targets() -> set[str]:
    lines = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return {target for line in lines for target in line.split()}


def permissions(workflow: str) -> dict[str, Any]:
    return {name: job["permissions"] for name, job in read(workflow)["jobs"].items()}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_is_a_make_target(workflow: Path) -> None:
    for job, command in commands(workflow):
        step = STEP.match(command)
        assert step, command
        many = job["strategy"]["matrix"]["target"] if step["target"] == '"$TARGET"' else []
        assert set(many or [step["target"]]) <= targets()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_commit(workflow: Path) -> None:
    used = [line for line in workflow.read_text().splitlines() if "uses:" in line]
    own = "    uses: ./.github/workflows/check.yml "
    assert used
    assert [line for line in used if not line.startswith(own) and not PINNED.match(line)] == []


def test_an_action_has_the_same_commit_everywhere() -> None:
    text = "\n".join(path.read_text() for path in WORKFLOWS)
    used = set(re.findall(r"uses: (.+)@(\w{40}.*)", text))
    assert len(used) == len({action for action, _ in used}) == 4


def test_each_job_has_the_permissions_that_it_needs() -> None:
    reading, taking_a_role = {"contents": "read"}, {"contents": "read", "id-token": "write"}
    assert [read(path.name)["permissions"] for path in WORKFLOWS] == [{}] * 3
    assert permissions("check.yml") == {"check": reading}
    assert permissions("plan.yml") == {"plan": taking_a_role}
    assert permissions("deploy.yml") == {
        "check": reading,
        "plan": taking_a_role,
        "apply": taking_a_role,
    }


def test_what_comes_from_outside_runs_without_secrets() -> None:
    assert {path.name: sorted(read(path.name)["on"]) for path in WORKFLOWS} == {
        "check.yml": ["pull_request", "workflow_call"],
        "deploy.yml": ["push", "workflow_dispatch"],
        "plan.yml": ["pull_request"],
    }
    assert read("deploy.yml")["on"]["push"]["branches"] == ["main"]
    assert all("secrets." not in path.read_text() for path in WORKFLOWS)
    assert read("plan.yml")["jobs"]["plan"]["if"].endswith(
        "github.event.pull_request.head.repo.full_name == github.repository"
    )


def test_a_pull_request_is_planned_by_the_state_alone() -> None:
    assert read("plan.yml")["jobs"]["plan"]["env"]["PREVIEW"] == "1"
    assert "PREVIEW" not in (ROOT / ".github/workflows/deploy.yml").read_text()


def test_one_deployment_at_a_time_and_only_what_was_approved() -> None:
    deploy = read("deploy.yml")
    assert deploy["concurrency"] == {"group": "deploy-production", "cancel-in-progress": False}
    assert [deploy["jobs"][name].get("needs") for name in ("check", "plan", "apply")] == [
        None,
        "check",
        "plan",
    ]
    apply = deploy["jobs"]["apply"]
    assert apply["environment"] == "production"
    assert apply["env"]["PLAN"] == "${{ needs.plan.outputs.plan }}"
    assert [step["run"] for step in apply["steps"] if "run" in step] == [
        "make package",
        "make apply-plan",
    ]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_installed_or_built_once_there_are_credentials(workflow: Path) -> None:
    for job in jobs(workflow).values():
        steps = [
            step.get("uses", step.get("run", "")).split("@")[0] for step in job.get("steps", ())
        ]
        if "aws-actions/configure-aws-credentials" in steps:
            at = steps.index("aws-actions/configure-aws-credentials")
            assert steps[at - 1] == "make package"
            assert all(step.startswith("make ") for step in steps[at + 1 :])


def test_terraform_is_the_same_everywhere() -> None:
    text = "\n".join(path.read_text() for path in WORKFLOWS)
    assert len(set(re.findall(r"terraform_version: (\S+)", text))) == 1
