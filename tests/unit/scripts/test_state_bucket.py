"""The bucket for Terraform's state, on moto's S3."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from scripts import state_bucket

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NAME = "kaiwa-production-tfstate-123456789012-ap-northeast-1"
CONFIGURATION = f"""bucket         = "{NAME}"
region         = "ap-northeast-1"
use_path_style = true
"""

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def s3(aws: None) -> "S3Client":
    return boto3.client("s3", region_name="ap-northeast-1")


def run(monkeypatch: pytest.MonkeyPatch, command: str, *more: str) -> None:
    monkeypatch.setattr("sys.argv", ["", command, "kaiwa", "production", *more])
    state_bucket.main()


def test_the_bucket_is_private_versioned_and_encrypted(
    s3: "S3Client", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "create")
    assert capsys.readouterr().out == f"{NAME}\n"
    assert s3.get_bucket_location(Bucket=NAME)["LocationConstraint"] == "ap-northeast-1"
    assert s3.get_bucket_versioning(Bucket=NAME)["Status"] == "Enabled"
    assert s3.get_public_access_block(Bucket=NAME)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    rules = s3.get_bucket_encryption(Bucket=NAME)["ServerSideEncryptionConfiguration"]["Rules"]
    assert [rule["ApplyServerSideEncryptionByDefault"] for rule in rules] == [
        {"SSEAlgorithm": "AES256"}
    ]
    assert json.loads(s3.get_bucket_policy(Bucket=NAME)["Policy"])["Statement"] == [
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{NAME}", f"arn:aws:s3:::{NAME}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]


def test_creating_it_again_changes_nothing(s3: "S3Client", monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "create")
    before = s3.list_buckets()["Buckets"]
    run(monkeypatch, "create")
    assert s3.list_buckets()["Buckets"] == before


def test_the_first_region_takes_no_location(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    run(monkeypatch, "create")


def test_the_backends_configuration_is_written_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "production/backend.hcl"
    run(monkeypatch, "create")
    run(monkeypatch, "configure", str(file))
    assert file.read_text() == CONFIGURATION
    written = file.stat().st_mtime_ns
    run(monkeypatch, "configure", str(file))
    assert file.stat().st_mtime_ns == written


def test_a_missing_bucket_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make bootstrap ENVIRONMENT=production"):
        run(monkeypatch, "configure", str(tmp_path / "backend.hcl"))


def test_a_name_that_s3_would_refuse_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["", "create", "kaiwa-at-work-and-at-home", "production"])
    with pytest.raises(SystemExit, match="too long for a bucket"):
        state_bucket.main()


def test_a_missing_region_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(SystemExit, match="Set AWS_REGION"):
        run(monkeypatch, "create")
