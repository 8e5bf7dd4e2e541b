"""The bucket of pictures that were drawn, on moto's S3."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
import pytest

from kaiwa.exports import Exports
from kaiwa.log import hashed
from kaiwa.pictures import JPEG, PNG, Pictures, media_type_of
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "kaiwa-test-exports"
DATA = b"\xff\xd8\xff picture"


@pytest.fixture
def s3(aws: None) -> "S3Client":
    client = boto3.client("s3")
    client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"}
    )
    return client


def test_a_picture_has_a_name_that_nobody_guesses(s3: "S3Client") -> None:
    pictures = Pictures(BUCKET)
    first, second = (pictures.put(GROUP_ID, USER_ID, "1", DATA) for _ in "12")
    folder, secret = first.rsplit("/", 1)
    assert folder == "/".join(map(hashed, (GROUP_ID, USER_ID, "1")))
    assert (len(secret), second.rsplit("/", 1)[1] == secret) == (43, False)  # 256 bits
    stored = s3.get_object(Bucket=BUCKET, Key=f"pictures/{first}")
    assert (stored["Body"].read(), stored["ContentType"]) == (DATA, "image/jpeg")
    assert pictures.get(first) == DATA


@pytest.mark.usefixtures("s3")
def test_there_is_none_of_another_name_or_that_is_too_old() -> None:
    pictures = Pictures(BUCKET)
    name = pictures.put(USER_ID, USER_ID, "1", DATA)
    now = datetime.now(UTC)
    assert pictures.get(f"{name}x") is None
    assert pictures.get(name, now + timedelta(minutes=1)) is None
    assert pictures.get(name, now - timedelta(days=1)) == DATA


FOLDER, SECRET = "a" * 32, "x" * 43
SECRETS = ("", SECRET[1:], f"{SECRET}x", "x" * 1200, "\x00" * 43, "字" * 43)
FOLDERS = ("", "..", "../..", "%2e%2e", "a" * 1200, "A" * 32)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    ("folder", "secret"),
    [*((FOLDER, each) for each in SECRETS), *((each, SECRET) for each in FOLDERS)],
)
def test_of_what_no_picture_is_called_nobody_is_asked(folder: str, secret: str) -> None:
    """There is no bucket: to ask would be an error, as S3 has them for keys that are too long."""
    assert Pictures(BUCKET).get(f"{folder}/{folder}/{folder}/{secret}") is None


@pytest.mark.parametrize(
    ("whose", "left"),
    [
        ((USER_ID, USER_ID, "1"), ["2", "group", "other"]),
        ((USER_ID,), ["group", "other"]),
        ((GROUP_ID, USER_ID), ["1", "2", "on", "other"]),
        ((GROUP_ID,), ["1", "2", "on"]),
    ],
)
def test_what_is_deleted_is_gone_and_nothing_else(
    s3: "S3Client", whose: tuple[str, ...], left: list[str]
) -> None:
    pictures = Pictures(BUCKET)
    kept = {
        "1": pictures.put(USER_ID, USER_ID, "1", DATA),
        "on": pictures.put(USER_ID, USER_ID, "1#on1", DATA),
        "2": pictures.put(USER_ID, USER_ID, "2", DATA),
        "group": pictures.put(GROUP_ID, USER_ID, "3", DATA),
        "other": pictures.put(GROUP_ID, OTHER_USER_ID, "4", DATA),
    }
    Exports(BUCKET).put(USER_ID, "a.csv", "text/csv", b"a")
    pictures.delete(*whose)
    assert sorted(each for each, name in kept.items() if pictures.get(name)) == sorted(left)
    exports = s3.list_objects_v2(Bucket=BUCKET, Prefix="exports/")
    assert exports["KeyCount"] == 1


@pytest.mark.parametrize(
    ("data", "kind"), [(DATA, JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF89a", None), (b"", None)]
)
def test_line_shows_jpeg_and_png(data: bytes, kind: str | None) -> None:
    assert media_type_of(data) == kind
