"""The S3 bucket that holds Terraform's state: one for each environment, account and region.

    python -m scripts.state_bucket create PROJECT ENVIRONMENT VARIABLE_FILE
    python -m scripts.state_bucket configure PROJECT ENVIRONMENT VARIABLE_FILE build/…/backend.hcl

`create` may be repeated. `configure` writes the values for `terraform init -backend-config`. Every
command for an environment begins with one of the two, so both refuse a foreign account and region.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from scripts.allowed import advice, refuse_foreign_account, refuse_foreign_region
from scripts.aws import errors_as_sentences, region

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import LifecycleRuleTypeDef

OLD_STATE_DAYS = 90
"""For how long a state that was replaced is kept: the secrets that Cognito makes are in it."""
LONGEST_NAME = 63
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["create", "configure"])
    parser.add_argument("project")
    parser.add_argument("environment")
    parser.add_argument("variable_file", type=Path)
    parser.add_argument("file", type=Path, nargs="?")
    arguments = parser.parse_args()

    where = region()
    refuse_foreign_region(arguments.variable_file, where)
    with errors_as_sentences():
        account = boto3.client("sts", region_name=where).get_caller_identity()["Account"]
        refuse_foreign_account(arguments.variable_file, account)
        s3 = boto3.client("s3", region_name=where)
        name = _name(arguments.project, arguments.environment, account, where)
        if arguments.command == "create":
            _create(s3, name, where)
            print(name)
            if sentence := advice(arguments.variable_file, account, where):
                print(sentence, file=sys.stderr)
        elif not _exists(s3, name):
            sys.exit(
                f"The bucket for Terraform's state, {name}, does not exist. "
                f"Run `make bootstrap ENVIRONMENT={arguments.environment}` once."
            )
        else:
            _configure(arguments.file, name, where)


def _name(project: str, environment: str, account: str, where: str) -> str:
    name = f"{project}-{environment}-tfstate-{account}-{where}"
    if len(name) > LONGEST_NAME:
        sys.exit(f"{name} is too long for a bucket. Choose a shorter project or environment.")
    return name


def _exists(s3: "S3Client", name: str) -> bool:
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return True


def _create(s3: "S3Client", name: str, where: str) -> None:
    if not _exists(s3, name):
        if where == "us-east-1":  # the one region that S3 does not want to be told
            s3.create_bucket(Bucket=name)
        else:
            s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": where})  # type: ignore[typeddict-item]
        s3.get_waiter("bucket_exists").wait(Bucket=name)
    s3.put_public_access_block(
        Bucket=name,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(
        Bucket=name,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    rule: LifecycleRuleTypeDef = {
        "ID": "old-states",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": OLD_STATE_DAYS},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(_tls_only(name)))


def _tls_only(name: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def _configure(file: Path, name: str, where: str) -> None:
    # Path style works on AWS, and on an emulator, whose address takes no bucket's name before it.
    text = f'bucket         = "{name}"\nregion         = "{where}"\nuse_path_style = true\n'
    # What is unchanged keeps its time stamp: Terraform is not initialised again.
    if not file.is_file() or file.read_text() != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


if __name__ == "__main__":
    main()
