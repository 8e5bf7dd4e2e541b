"""The whole configuration on a second, independent emulator: applied, planned and destroyed.

An error that the first emulator shares with the configuration is hidden there. The tests build on
each other, in their order. moto runs no Lambdas here, and nothing is asked of what was deployed.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.hcl import read
from simulator.stack import lost_a_response
from tests.second_opinion.conftest import FOLDER, ROOT, CommandError, Moto, TooLongError

ACCOUNT, REGION = "123456789012", "ap-northeast-1"
STATE_BUCKET = f"kaiwa-moto-tfstate-{ACCOUNT}-{REGION}"
KNOWN = tomllib.loads(Path(__file__).with_name("differences.toml").read_text())

pytestmark = pytest.mark.timeout(900, func_only=False)


@pytest.fixture(scope="module")
def applied(moto: Moto) -> str:
    """What `make apply` said; if a response was lost on the way, the second time.

    Then the provider waits without end, or creates again what is there: both have been seen.
    """
    try:
        return deploy(moto)
    except CommandError as error:
        if not isinstance(error, TooLongError) and not lost_a_response(str(error)):
            raise
        print(error)
        moto.reset()
        return deploy(moto)


def deploy(moto: Moto) -> str:
    """The state's bucket is without its policy: moto obeys that, and refuses what has no TLS."""
    moto.make("bootstrap")
    moto.client("s3").delete_bucket_policy(Bucket=STATE_BUCKET)
    return moto.make("apply")


def test_all_of_it_is_applied(moto: Moto, applied: str) -> None:
    assert "Apply complete!" in applied
    outputs = json.loads((FOLDER / "outputs.json").read_text())
    declared = read((ROOT / "terraform/outputs.tf").read_text()).of_type("output")
    # Those that are null are left out.
    assert set(outputs) <= {output.labels[0] for output in declared}
    assert outputs["region"]["value"] == REGION
    assert len(moto.resources()) > 20


def test_a_second_plan_wants_what_moto_is_known_to_forget(moto: Moto) -> None:
    moto.make("plan")
    plan = json.loads(moto.terraform("show", "-json", str(FOLDER / "plan.tfplan")))
    assert {tuple(change["change"]["actions"]) for change in plan["resource_changes"]} == {
        ("no-op",),
        ("update",),
    }
    assert {f"{kind}.{name}" for kind, name in changes(plan)} == set(KNOWN["changes"])
    assert {change["actions"][0] for change in plan["output_changes"].values()} == {"no-op"}


def test_a_foreign_place_is_refused_before_anything_changes(moto: Moto) -> None:
    """By make; and by Terraform itself, however it is called."""
    before = moto.resources()
    with pytest.raises(CommandError, match=r"set for eu-west-1, but .*moto\.tfvars says ap-"):
        moto.make("destroy", AWS_REGION="eu-west-1")
    for command in (["plan"], ["destroy", "-auto-approve"]):
        arguments = [*command, "-input=false", "-var-file=environments/moto.tfvars"]
        arguments.append("-var=packages_directory=../build/host/packages")
        with pytest.raises(CommandError, match=f"account ID not allowed: {ACCOUNT}"):
            moto.terraform(*arguments, '-var=allowed_account_ids=["000000000000"]')
    assert moto.resources() == before


def test_what_moto_is_known_not_to_delete_it_does_not(moto: Moto) -> None:
    assert set(KNOWN["deletions"]) == {"aws_cognito_resource_server"}
    [server] = state(moto, "aws_cognito_resource_server")
    with pytest.raises(ClientError) as failure:
        moto.client("cognito-idp").delete_resource_server(
            UserPoolId=server["user_pool_id"], Identifier=server["identifier"]
        )
    assert failure.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500


def test_destroy_leaves_nothing(moto: Moto) -> None:
    for address in moto.terraform("state", "list").splitlines():
        # Terraform would try for ten minutes.
        if any(f"{kind}." in address for kind in KNOWN["deletions"]):
            moto.terraform("state", "rm", address)
    assert "Destroy complete!" in moto.make("destroy")
    assert moto.terraform("state", "list") == ""
    assert moto.resources() == []
    buckets = [bucket["Name"] for bucket in moto.client("s3").list_buckets()["Buckets"]]
    assert buckets == [STATE_BUCKET]


def state(moto: Moto, kind: str) -> list[dict[str, Any]]:
    """What Terraform knows of the resources of a type."""
    known = json.loads(moto.terraform("state", "pull"))["resources"]
    found = [resource["instances"] for resource in known if resource["type"] == kind]
    return [instance["attributes"] for instances in found for instance in instances]


def changes(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The types of resources that a plan would change, and their attributes."""
    for resource in plan["resource_changes"]:
        before, after = resource["change"]["before"], resource["change"]["after"]
        for name in before.keys() | after.keys():
            if before.get(name) != after.get(name):
                yield resource["type"], name
