"""What one stack leaves for the next: the deployment, without anybody in it.

So the second `make up` has only to deploy what has changed since. Most of the first one is waiting:
Terraform's provider looks at a new queue, and at a bucket's new rules, for most of a minute each.
"""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

LOCK = Path(__file__).parents[1] / "requirements" / "emulator.txt"
"""Another version of the emulator may keep what it keeps in another form."""
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

    def claim(self) -> bool:
        """Whether a stack was kept. It is one no more, until it is kept again: what is running may
        end without a word.
        """
        version = self._whole.read_text() if self._whole.exists() else None
        self._whole.unlink(missing_ok=True)
        return version == _version()

    def keep(self) -> None:
        """Say that the emulator has saved all it had."""
        self._whole.write_text(_version())

    def forget(self) -> None:
        """Throw it away."""
        shutil.rmtree(self.data, ignore_errors=True)


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
