"""Gateway to the secrets in SSM Parameter Store."""

from collections.abc import Mapping
from typing import Self

from aws_lambda_powertools.utilities.parameters import SSMProvider

from kaiwa.settings import required

UNSET = "unset"
"""What Terraform creates a secret with; `make secrets` replaces it."""


class UnsetSecretError(Exception):
    """A secret still has the value that Terraform created it with."""


class Secrets:
    """The SecureStrings below one path, read decrypted and kept for a bounded time.

    `path` ends with a slash. A value is read again once it is older than `max_age` seconds, which
    is how a rotation takes effect without a deploy.
    """

    def __init__(self, path: str, max_age: int) -> None:
        self._path = path
        self._max_age = max_age
        self._provider = SSMProvider()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """As `BASE_SECRET_PATH` and `SECRET_CACHE_SECONDS` say."""
        return cls(
            required(environ, "BASE_SECRET_PATH"), int(required(environ, "SECRET_CACHE_SECONDS"))
        )

    def read(self, name: str) -> str:
        """The value. Raises `UnsetSecretError` if it was never set."""
        value = str(self._provider.get(self._path + name, decrypt=True, max_age=self._max_age))
        if value == UNSET:
            raise UnsetSecretError(f"{name} was never set. Run `make secrets`.")
        return value
