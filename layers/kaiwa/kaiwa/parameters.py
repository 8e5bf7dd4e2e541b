"""Gateway to SSM Parameter Store: the secrets, and the settings too long for an environment."""

from collections.abc import Mapping
from typing import Self

from aws_lambda_powertools.utilities.parameters import SSMProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config

from kaiwa.log import described, logger
from kaiwa.settings import required

NEVER_SET = ("unset", "")
"""What Terraform creates a secret with; `make secrets` replaces it."""
QUICK = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2})
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
        self._provider = SSMProvider(boto_config=QUICK)
        self._last: dict[str, str] = {}

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """As `BASE_SECRET_PATH` and `SECRET_CACHE_SECONDS` say."""
        return cls(
            required(environ, "BASE_SECRET_PATH"), int(required(environ, "SECRET_CACHE_SECONDS"))
        )

    def read(self, name: str) -> str:
        """The value. Raises `UnsetSecretError` if it was never set.

        While SSM can't be reached, the last value that was read goes on.
        """
        try:
            value = str(self._provider.get(self._path + name, decrypt=True, max_age=self._max_age))
        except GetParameterError as error:
            if name not in self._last:
                raise
            logger().warning("SSM gave no secret: the last one is used.", failure=described(error))
            value = self._last[name]
        if value in NEVER_SET:
            raise UnsetSecretError(f"{name} was never set. Run `make secrets`.")
        self._last[name] = value
        return value
