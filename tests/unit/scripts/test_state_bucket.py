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


@pytest.fixture(autouse=True)
def variable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment's file, by the name that sentences have for it."""
    monkeypatch.chdir(tmp_path)
    file = Path("production.tfvars")
    file.write_text("")
    return file


def run(monkeypatch: pytest.MonkeyPatch, command: str, *more: str) -> None:
    names = ["kaiwa", "production", "production.tfvars"]
    monkeypatch.setattr("sys.argv", ["", command, *names, *more])
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
    [rule] = s3.get_bucket_lifecycle_configuration(Bucket=NAME)["Rules"]
    assert (rule["Status"], rule["NoncurrentVersionExpiration"]) == (
        "Enabled",
        {"NoncurrentDays": state_bucket.OLD_STATE_DAYS},
    )
    assert "Expiration" not in rule  # the state itself stays
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
    monkeypatch.setattr(
        "sys.argv", ["", "create", "kaiwa-at-work-and-at-home", "production", "production.tfvars"]
    )
    with pytest.raises(SystemExit, match="too long for a bucket"):
        state_bucket.main()


def test_a_missing_region_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(SystemExit, match="Set AWS_REGION"):
        run(monkeypatch, "create")


FOREIGN = [
    (
        'allowed_account_ids = ["210987654321", "000000000000"]',
        (
            "The credentials are of account 123456789012, but production.tfvars allows "
            "210987654321 or 000000000000 only. Nothing was read or changed there. Use other "
            "credentials (AWS_PROFILE), or correct allowed_account_ids."
        ),
    ),
    (
        'region = "eu-central-1"',
        (
            "The shell is set for ap-northeast-1, but production.tfvars says eu-central-1. Nothing "
            "was read or changed there. Set AWS_REGION, or correct region there."
        ),
    ),
    ("region = [", "production.tfvars cannot be read: A bracket is not closed on line 1."),
]


@pytest.mark.parametrize("command", ["create", "configure"])
@pytest.mark.parametrize(("setting", "sentence"), FOREIGN)
def test_a_foreign_place_is_refused(
    s3: "S3Client",
    monkeypatch: pytest.MonkeyPatch,
    variable_file: Path,
    command: str,
    setting: str,
    sentence: str,
) -> None:
    variable_file.write_text(setting)
    with pytest.raises(SystemExit) as refusal:
        run(monkeypatch, command, "backend.hcl")
    assert refusal.value.code == sentence
    assert s3.list_buckets()["Buckets"] == []


def test_the_process_environment_can_say_it_too(
    monkeypatch: pytest.MonkeyPatch, variable_file: Path
) -> None:
    monkeypatch.setenv("TF_VAR_allowed_account_ids", '["210987654321"]')
    with pytest.raises(SystemExit, match="allows 210987654321 only"):
        run(monkeypatch, "create")
    variable_file.write_text('allowed_account_ids = ["123456789012"]')
    run(monkeypatch, "create")


def test_how_to_have_others_refused_is_told_once(
    monkeypatch: pytest.MonkeyPatch, variable_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "create")
    told = capsys.readouterr().err
    settings = 'allowed_account_ids = ["123456789012"]\n  region = "ap-northeast-1"\n'
    assert told == (f"To have every other place refused, enter in production.tfvars:\n  {settings}")
    variable_file.write_text(settings)
    run(monkeypatch, "create")
    assert capsys.readouterr().err == ""
