"""Gateway to the pictures that were drawn: in the bucket of exports, apart from these.

A picture's name is a part of its address, which LINE's apps fetch it by. Nobody can guess it, and
who has it sees the picture for as long as that is kept: with its message, until somebody wants it
to be forgotten or takes the question back.
"""

import re
import secrets
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from kaiwa.aws import client
from kaiwa.exports import delete_below
from kaiwa.log import hashed
from kaiwa.table.items import GOES_ON

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FOLDER = "pictures/"
SECRET_BYTES = 32
NAME = re.compile("([0-9a-f]{32}/){3}[A-Za-z0-9_-]{43}")
"""What `Pictures.put` calls them. Anybody may ask for anything else, of which S3 is not asked: it
answers keys that are too long, or that have `..` in them, by other errors than those below.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""
JPEG, PNG = "image/jpeg", "image/png"
GONE = ("NoSuchKey", "AccessDenied", "404", "403")
"""What S3 says of a key that is not there, to whom may not list the bucket and to whom may.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
"""


def media_type_of(data: bytes) -> str | None:
    """JPEG or PNG, which LINE shows, by how the bytes begin; None for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    return PNG if data.startswith(b"\x89PNG\r\n\x1a\n") else None


class Pictures:
    """The pictures that were drawn for a person in a chat. The methods raise botocore's errors."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    @cached_property
    def _s3(self) -> "S3Client":
        return cast("S3Client", client("s3"))

    def put(self, chat_id: str, person_id: str, message_id: str, data: bytes) -> str:
        """Store a picture that was drawn for a message. Returns its name."""
        folder = folder_of(chat_id, person_id, message_id)
        name = f"{folder}{secrets.token_urlsafe(SECRET_BYTES)}"
        media_type = media_type_of(data) or JPEG
        self._s3.put_object(
            Bucket=self._bucket, Key=FOLDER + name, Body=data, ContentType=media_type
        )
        return name

    def get(self, name: str, since: datetime | None = None) -> bytes | None:
        """The picture; None if there is none with this name that was stored after that."""
        if not NAME.fullmatch(name):
            return None
        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=FOLDER + name)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise
        is_kept = since is None or found["LastModified"] > since
        return found["Body"].read() if is_kept else None

    def delete(self, chat_id: str, person_id: str = "", message_id: str = "") -> None:
        """Delete the pictures of a message; without one of all of a person's in the chat; or of all
        of the chat. Their addresses lead nowhere at once. Raises `kaiwa.exports.NotDeletedError`.
        """
        folder = folder_of(chat_id, person_id, message_id)
        delete_below(self._s3, self._bucket, FOLDER + folder)


def folder_of(chat_id: str, person_id: str = "", message_id: str = "") -> str:
    """What the names of such pictures begin with. What goes on with an answer belongs to it."""
    parts = filter(None, (chat_id, person_id, message_id.partition(GOES_ON)[0]))
    return "".join(f"{hashed(each)}/" for each in parts)
