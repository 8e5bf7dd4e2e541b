"""The bucket of exports, on moto's S3."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from kaiwa.exports import Exports, NotDeletedError
from kaiwa.log import hashed
from tests.builders import OTHER_USER_ID, USER_ID

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "kaiwa-test-exports"


@pytest.fixture
def s3(aws: None) -> "S3Client":
    client = boto3.client("s3")
    client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"}
    )
    return client


def keys(s3: "S3Client") -> list[str]:
    return [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_a_file_is_stored_with_what_chatgpt_wants_to_know_of_it(s3: "S3Client") -> None:
    Exports(BUCKET).put(USER_ID, "a.csv", "text/csv; charset=utf-8", "会話".encode())
    (key,) = keys(s3)
    assert key.split("/")[::3] == ["exports", "a.csv"]
    assert key.split("/")[1] == hashed(USER_ID)
    assert USER_ID not in key
    file = s3.get_object(Bucket=BUCKET, Key=key)
    assert file["Body"].read().decode() == "会話"
    assert file["ContentType"] == "text/csv; charset=utf-8"
    assert file["ContentDisposition"] == 'attachment; filename="a.csv"'


def test_its_address_is_signed_for_five_minutes_and_for_the_buckets_own_region(
    s3: "S3Client",
) -> None:
    address = urlsplit(Exports(BUCKET).put(USER_ID, "a.csv", "text/csv", b""))
    (key,) = keys(s3)
    signed = parse_qs(address.query)
    assert (address.scheme, address.path) == ("https", f"/{key}")
    assert address.hostname == f"{BUCKET}.s3.ap-northeast-1.amazonaws.com"
    assert signed["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert signed["X-Amz-Expires"] == ["300"]


def test_files_of_the_same_name_do_not_replace_each_other(s3: "S3Client") -> None:
    exports = Exports(BUCKET)
    assert exports.put(USER_ID, "a", "text/plain", b"") != exports.put(
        USER_ID, "a", "text/plain", b""
    )
    assert len(keys(s3)) == 2


def test_one_chats_files_are_deleted_and_no_others(s3: "S3Client") -> None:
    exports = Exports(BUCKET)
    for chat in (USER_ID, USER_ID, OTHER_USER_ID):
        exports.put(chat, "a.csv", "text/csv", b"")
    exports.delete_all(USER_ID)
    assert [key.split("/")[1] for key in keys(s3)] == [hashed(OTHER_USER_ID)]
    exports.delete_all(USER_ID)


def test_more_files_than_a_list_has_are_all_deleted(
    s3: "S3Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "2")
    for number in range(5):
        s3.put_object(Bucket=BUCKET, Key=f"exports/{hashed(USER_ID)}/{number}/a.csv")
    Exports(BUCKET).delete_all(USER_ID)
    assert keys(s3) == []


def test_files_that_stay_are_an_error(s3: "S3Client", monkeypatch: pytest.MonkeyPatch) -> None:
    exports = Exports(BUCKET)
    exports.put(USER_ID, "a.csv", "text/csv", b"")
    kept = {"Errors": [{"Key": "a.csv", "Code": "AccessDenied"}]}
    monkeypatch.setattr(exports._s3, "delete_objects", lambda **_: kept)
    with pytest.raises(NotDeletedError, match=r"^1 files are still there\.$"):
        exports.delete_all(USER_ID)
