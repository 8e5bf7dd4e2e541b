"""What a stack leaves for the next one."""

from pathlib import Path
from typing import Any, Literal

import boto3
import pytest

from simulator import kept
from simulator.kept import QUEUES, Kept, send_everybody_home

REGION: Literal["ap-northeast-1"] = "ap-northeast-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "emulator"
    data.mkdir()
    (data / "state.json").write_text("{}")
    return data


def test_what_was_kept_is_claimed_once(folder: Path) -> None:
    Kept(folder).keep("this")
    assert [Kept(folder).claim(), Kept(folder).claim()] == ["this", None]
    assert (folder / "state.json").exists()


def test_what_nobody_kept_is_not_claimed(folder: Path) -> None:
    assert Kept(folder).claim() is None
    assert Kept(folder / "nowhere").claim() is None


def test_nor_what_another_version_of_the_emulator_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Kept(folder).keep("this")
    lock = tmp_path / "emulator.txt"
    lock.write_text("ministack==9.9.9\n")
    monkeypatch.setattr(kept, "LOCK", lock)
    assert Kept(folder).claim() is None


def test_what_a_deployment_is_made_of_are_its_files_its_zips_and_its_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    monkeypatch.setattr(kept, "PACKAGES", tmp_path / "packages")
    main, zipped = tmp_path / "terraform/main.tf", tmp_path / "packages/layer.zip"
    test = tmp_path / "terraform/tests/main.tftest.hcl"
    for path in (main, zipped, test):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    variables = {"TF_VAR_model": "a", "OPEN_AI_API_KEY": "new each time"}
    first = kept.inputs(variables)
    test.write_text("after")
    assert kept.inputs({**variables, "OPEN_AI_API_KEY": "another"}) == first
    seen = {first, kept.inputs({**variables, "TF_VAR_model": "b"})}
    for path in (main, zipped):
        path.write_text("after")
        seen.add(kept.inputs(variables))
    assert len(seen) == 4


def test_all_of_it_is_forgotten(folder: Path) -> None:
    Kept(folder).forget()
    Kept(folder).forget()
    assert not folder.exists()


@pytest.mark.usefixtures("aws")
def test_nothing_of_the_people_stays_in_a_deployment() -> None:
    session = boto3.Session(region_name=REGION)
    sqs, s3 = session.client("sqs"), session.resource("s3")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in QUEUES}
    for url in urls.values():
        sqs.send_message(QueueUrl=url, MessageBody="Hello")
    table = session.resource("dynamodb").create_table(
        TableName="messages",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for number in range(30):
        table.put_item(Item={"id": str(number)})
    bucket = s3.Bucket("exports")
    bucket.create(CreateBucketConfiguration={"LocationConstraint": REGION})
    bucket.put_object(Key="an-export", Body=b"Hello")
    cognito = session.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    cognito.admin_create_user(UserPoolId=pool, Username="hanako@example.com")
    outputs: dict[str, Any] = {"table_name": "messages", "export_bucket": "exports", **urls}

    send_everybody_home(
        {
            "region": REGION,
            "aws_endpoint_url": None,
            "terraform_outputs": {**outputs, "user_pool_id": pool},
        }
    )

    waiting = [sqs.receive_message(QueueUrl=url).get("Messages", []) for url in urls.values()]
    assert waiting == [[]] * len(QUEUES)
    assert table.scan()["Items"] == []
    assert list(bucket.objects.all()) == []
    assert cognito.list_users(UserPoolId=pool)["Users"] == []
