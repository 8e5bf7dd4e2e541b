"""Gateway to the bucket of exported files: private, and soon empty again, because they expire."""

import uuid
from functools import cached_property
from typing import TYPE_CHECKING, cast

from botocore.config import Config

from kaiwa.aws import client
from kaiwa.log import hashed

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

FETCHABLE_SECONDS = 300
"""How long a file's address works. ChatGPT fetches it within seconds."""


class NotDeletedError(Exception):
    """S3 kept some of the files that were to be deleted. Trying again can help."""


class Exports:
    """The files that were made of conversations, each under its chat's own prefix.

    The methods raise botocore's errors.
    """

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    @cached_property
    def _s3(self) -> "S3Client":
        # By default botocore signs addresses with version 2, which younger regions refuse, and for
        # the global host, which redirects for hours to where a new bucket is: the signature breaks.
        config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        return cast("S3Client", client("s3", config))

    def put(self, chat_id: str, name: str, content_type: str, content: bytes) -> str:
        """Store a file. Returns an address from which whoever has it can fetch it for a while."""
        key = f"{prefix_of(chat_id)}{uuid.uuid4()}/{name}"
        self._s3.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=content,
            ContentType=content_type,
            ContentDisposition=f'attachment; filename="{name}"',
        )
        return self._s3.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": key},
            ExpiresIn=FETCHABLE_SECONDS,
        )

    def delete_all(self, chat_id: str) -> None:
        """Delete every file of a chat. Its addresses stop working at once."""
        delete_below(self._s3, self._bucket, prefix_of(chat_id))


def delete_below(s3: "S3Client", bucket: str, prefix: str) -> None:
    """Delete every file whose key begins like that. Raises `NotDeletedError`."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        keys: list[ObjectIdentifierTypeDef] = [
            {"Key": item["Key"]} for item in page.get("Contents", [])
        ]
        if keys:
            deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
            if deleted.get("Errors"):
                raise NotDeletedError(f"{len(deleted['Errors'])} files are still there.")


def prefix_of(chat_id: str) -> str:
    """What the keys of a chat's files begin with."""
    return f"exports/{hashed(chat_id)}/"
