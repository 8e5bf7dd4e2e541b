"""What is looked up in the provider's type definitions, and how: on definitions of a few lines."""

import io
import json
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from scripts import provider_names
from scripts.provider_types import Types, read
from scripts.provider_use import Use, used

QUEUE = """
export interface SqsQueueConfig extends cdktn.TerraformMetaArguments {
    /**
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs/sqs_queue#name SqsQueue#name}
    */
    readonly name: string;
    /**
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs/sqs_queue#max_size SqsQueue#max_size}
    *
    * Please take a look.
    */
    readonly maxSize?: number;
    /**
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs/sqs_queue#tags SqsQueue#tags}
    */
    readonly tags?: {
        [key: string]: string;
    };
    /**
    * rule block
    *
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs/sqs_queue#rule SqsQueue#rule}
    */
    readonly rule?: SqsQueueRule[] | cdktn.IResolvable;
    /**
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs/sqs_queue#statement SqsQueue#statement}
    */
    readonly statement?: any;
}
export interface SqsQueueRule {
    /**
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs/sqs_queue#days SqsQueue#days}
    */
    readonly days: number;
}
export declare class SqsQueueRuleOutputReference extends cdktn.ComplexObject {
    private _days?;
    get days(): number;
}
export declare class SqsQueue extends cdktn.TerraformResource {
    static readonly tfResourceType = "aws_sqs_queue";
    constructor(scope: Construct, id: string, config: SqsQueueConfig);
    get arn(): string;
    get queueUrl(): string;
}
"""
PROVIDER = """
export interface AwsProviderTags {
}
export interface AwsProviderConfig {
    /**
    * Docs: {@link https://host/hashicorp/aws/6.66.0/docs#region AwsProvider#region}
    */
    readonly region?: string;
}
export declare class AwsProvider extends cdktn.TerraformProvider {
    constructor(scope: Construct, id: string, config?: AwsProviderConfig);
}
"""
CONFIGURATION = """
provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "this" {
  for_each = var.queues

  name = each.key

  dynamic "rule" {
    for_each = [1]

    content {
      days = rule.value
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "terraform_data" "not_of_aws" {
  input = [aws_sqs_queue.this[local.names[0]].arn, data.aws_region.current.name, module.x.aws_y.z.a]
}
"""
USE = Use(
    frozenset(
        {
            "provider.aws.region",
            "resource.aws_sqs_queue.name",
            "resource.aws_sqs_queue.rule",
            "resource.aws_sqs_queue.rule.days",
        }
    ),
    frozenset({"data.aws_region.name", "resource.aws_sqs_queue.arn"}),
)


@pytest.fixture
def types() -> Types:
    return Types({"resource.aws_sqs_queue": QUEUE, "provider.aws": PROVIDER})


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as npm would have fetched it, and a configuration that it has all of."""
    file = tmp_path / "build/cdktn-provider-aws-25.7.0.tgz"
    file.parent.mkdir()
    sources = {"sqs-queue": QUEUE, "provider": PROVIDER, "other": "x"}
    with tarfile.open(file, "w:gz") as archive:
        for name, source in sources.items():
            member = tarfile.TarInfo(f"package/lib/{name}/index.d.ts")
            member.size = len(source)
            archive.addfile(member, io.BytesIO(source.encode()))
    configuration = CONFIGURATION.replace("data.aws_region.current.name, ", "")
    tmp_path.joinpath("terraform").mkdir()
    tmp_path.joinpath("terraform/main.tf").write_text(configuration)
    monkeypatch.setattr(provider_names, "ROOT", tmp_path)
    monkeypatch.setattr(provider_names, "VERSION", "25.7.0")
    monkeypatch.setattr(provider_names, "SHA256", sha256(file.read_bytes()).hexdigest())
    monkeypatch.setattr("sys.argv", ["", str(file.parent), str(tmp_path / "list.json")])
    return file


def test_what_is_used_is_found(tmp_path: Path) -> None:
    tmp_path.joinpath("module").mkdir()
    tmp_path.joinpath("module/main.tf").write_text(CONFIGURATION)
    assert used(tmp_path) == USE


@pytest.mark.parametrize(
    ("name", "is_there"),
    [
        ("provider.aws.region", True),
        ("provider.aws.account", False),
        ("resource.aws_sqs_queue.max_size", True),
        ("resource.aws_sqs_queue.maxSize", False),
        ("resource.aws_sqs_queue.days", False),
        ("resource.aws_sqs_queue.rule", True),
        ("resource.aws_sqs_queue.rule.days", True),
        ("resource.aws_sqs_queue.rule.hours", False),
        ("resource.aws_sqs_queue.role.days", False),
        ("resource.aws_sqs_queue.tags.Name", False),
        ("resource.aws_sqs_queues.name", False),
        ("data.aws_sqs_queue.name", False),
    ],
)
def test_an_argument_is_looked_up(types: Types, name: str, is_there: bool) -> None:
    assert types.takes(name) == is_there


def test_an_attribute_is_looked_up(types: Types) -> None:
    found = [types.has(f"resource.aws_sqs_queue.{name}") for name in ("arn", "queue_url", "days")]
    assert found == [True, True, False]
    assert not types.has("resource.aws_sns_topic.arn")


def test_what_must_be_set_is_known(types: Types) -> None:
    assert types.requires("resource.aws_sqs_queue") == {"resource.aws_sqs_queue.name"}
    assert types.requires("resource.aws_sqs_queue.rule") == {"resource.aws_sqs_queue.rule.days"}
    assert types.requires("resource.aws_sns_topic") == set()


def test_only_what_is_asked_for_is_read(package: Path) -> None:
    types = read(package, ["resource.aws_sqs_queue", "data.aws_region"])
    assert types.version == "6.66.0"
    assert types.takes("resource.aws_sqs_queue.name")
    assert not types.takes("provider.aws.region")


def test_what_was_found_is_listed(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    provider_names.main()
    assert json.loads(package.parents[1].joinpath("list.json").read_text()) == {
        "provider": "6.66.0",
        "package": "@cdktn/provider-aws@25.7.0",
        "arguments": sorted(USE.arguments),
        "attributes": ["resource.aws_sqs_queue.arn"],
        "left_open": [],
    }
    assert "All 4 arguments and 1 attributes are in version 6.66.0" in capsys.readouterr().out


def test_a_block_that_is_left_open_is_named_without_what_is_in_it(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package.parents[1].joinpath("terraform/main.tf").write_text(
        'resource "aws_sqs_queue" "this" {\n  name = ""\n  statement {\n    x = 1\n  }\n}\n'
    )
    provider_names.main()
    kept = json.loads(package.parents[1].joinpath("list.json").read_text())
    assert kept["arguments"] == ["resource.aws_sqs_queue.name", "resource.aws_sqs_queue.statement"]
    assert kept["left_open"] == ["resource.aws_sqs_queue.statement"]
    assert "could not be looked up: resource.aws_sqs_queue.statement." in capsys.readouterr().out


def test_what_is_not_there_and_what_is_missing_is_told(package: Path) -> None:
    package.parents[1].joinpath("terraform/main.tf").write_text(
        'resource "aws_sqs_queue" "this" {\n  label = data.aws_region.current.name\n}\n'
    )
    with pytest.raises(SystemExit) as failure:
        provider_names.main()
    assert str(failure.value.code).splitlines() == [
        "Version 6.66.0 of the AWS provider differs:",
        "  no argument resource.aws_sqs_queue.label",
        "  no attribute data.aws_region.name",
        "  requires resource.aws_sqs_queue.name",
    ]
    assert not package.parents[1].joinpath("list.json").exists()


def test_another_package_is_not_looked_into(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider_names, "SHA256", "0")
    with pytest.raises(SystemExit, match="is not the one that was looked into"):
        provider_names.main()
    assert not package.exists()


def test_without_npm_nothing_is_looked_up(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package.unlink()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="npm is needed to look names up, and is not there"):
        provider_names.main()
