"""What one stack leaves for the next: the deployment, without anybody in it.

So the second `make up` has only to deploy what has changed since, and if nothing has, nothing. Most
of the first one is waiting: Terraform's provider looks at a new queue, and at a bucket's new rules,
for most of a minute each.
"""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "emulator.txt"
"""Another version of the emulator may keep what it keeps in another form."""
PACKAGES = ROOT / "build" / "host" / "packages"
QUEUES = (
    "queue_url",
    "summary_queue_url",
    "dead_letter_queue_url",
    "summary_dead_letter_queue_url",
)


class Kept:
    """The folder of the emulator's data, and whether what is in it can be used again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._whole = data / "whole"

    def claim(self) -> str | None:
        """What was deployed in the stack that was kept (see `inputs`); None if none was. It is kept
        no more, until it is kept again: what is running may end without a word.
        """
        version, _, deployed = self._read().partition(" ")
        self._whole.unlink(missing_ok=True)
        return deployed if version == _version() else None

    def keep(self, deployed: str) -> None:
        """Say that the emulator has saved all it had, and what that was deployed from."""
        self._whole.write_text(f"{_version()} {deployed}")

    def forget(self) -> None:
        """Throw it away."""
        shutil.rmtree(self.data, ignore_errors=True)

    def _read(self) -> str:
        return self._whole.read_text() if self._whole.exists() else ""


def inputs(environment: Mapping[str, str]) -> str:
    """What a deployment is made of, as a digest: Terraform's files and variables, and the zips."""
    paths = [each for each in (ROOT / "terraform").rglob("*") if each.is_file()]
    deployed = [each for each in paths if not {".terraform", "tests"} & set(each.parts)]
    found = hashlib.sha256()
    for path in sorted([*deployed, *PACKAGES.glob("*.zip")]):
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    for name in sorted(environment):
        if name.startswith("TF_VAR_"):
            found.update(f"{name}={environment[name]}\n".encode())
    return found.hexdigest()


def _version() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def send_everybody_home(description: Mapping[str, Any]) -> None:
    """Remove what people left in a deployed stack: messages, events, exports, and sign-ins."""
    outputs = description["terraform_outputs"]
    session = boto3.Session("test", "test", region_name=description["region"])
    url = description["aws_endpoint_url"]
    sqs = session.client("sqs", endpoint_url=url)
    for queue in QUEUES:
        sqs.purge_queue(QueueUrl=outputs[queue])
    table = session.resource("dynamodb", endpoint_url=url).Table(outputs["table_name"])
    with table.batch_writer() as batch:
        for item in table.scan(ProjectionExpression="id", ConsistentRead=True)["Items"]:
            batch.delete_item(Key=item)
    session.resource("s3", endpoint_url=url).Bucket(outputs["export_bucket"]).objects.delete()
    cognito, pool = session.client("cognito-idp", endpoint_url=url), outputs["user_pool_id"]
    for user in cognito.list_users(UserPoolId=pool)["Users"]:
        cognito.admin_delete_user(UserPoolId=pool, Username=user["Username"])
