"""Gateway to SSM Parameter Store: the secrets, and the settings too long for an environment."""

import time
from collections.abc import Mapping
from typing import Self

from botocore.exceptions import BotoCoreError, ClientError

from kaiwa.aws import Service
from kaiwa.log import described, logger
from kaiwa.settings import required

NEVER_SET = ("unset", "")
"""What Terraform creates a secret with; `make secrets` replaces it."""
SSM = Service("ssm", "AmazonSSM", "1.1", timeouts=(1, 2), attempts=2)
"""LINE waits for the webhook for two seconds."""


class UnsetSecretError(Exception):
    """A secret still has the value that Terraform created it with."""


class Parameters:
    """The parameters below one path, read decrypted and kept for a bounded time.

    `path` ends with a slash. A value is read again once it is older than `max_age` seconds, which
    is how a rotation takes effect without a deploy.
    """

    def __init__(self, path: str, max_age: int) -> None:
        self._path = path
        self._max_age = max_age
        self._known: dict[str, tuple[str, float]] = {}

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """As `BASE_SECRET_PATH` and `SECRET_CACHE_SECONDS` say."""
        return cls(
            required(environ, "BASE_SECRET_PATH"), int(required(environ, "SECRET_CACHE_SECONDS"))
        )

    def read(self, name: str) -> str:
        """The value. Raises `UnsetSecretError` if it was never set, and botocore's errors.

        While SSM can't be reached, the last value that was read goes on.
        """
        value, read_at = self._known.get(name, (None, 0.0))
        if value is None or time.monotonic() - read_at >= self._max_age:
            value = self._read_anew(name, value)
        if value in NEVER_SET:
            raise UnsetSecretError(f"{name} was never set. Run `make secrets`.")
        return value

    def _read_anew(self, name: str, last: str | None) -> str:
        try:
            found = SSM.call("GetParameter", Name=self._path + name, WithDecryption=True)
        except (BotoCoreError, ClientError) as error:
            if last is None:
                raise
            logger().warning("SSM gave no secret: the last one is used.", failure=described(error))
            return last
        value = str(found["Parameter"]["Value"])
        if value not in NEVER_SET:
            self._known[name] = value, time.monotonic()
        return value
