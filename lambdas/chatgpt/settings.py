"""What Terraform tells this function through its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from kaiwa.settings import required


@dataclass(frozen=True)
class Settings:
    """Settings of the API. `api_url` and `sign_in_url` have no slash at the end."""

    timezone: ZoneInfo
    daily_send_limit: int
    api_url: str
    sign_in_url: str
    client_id: str
    plugin_client_id: str
    scopes: tuple[str, ...]
    privacy_policy: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there."""

        def text(name: str) -> str:
            return required(environ, name)

        return cls(
            timezone=ZoneInfo(text("TIMEZONE")),
            daily_send_limit=int(text("DAILY_SEND_LIMIT")),
            api_url=text("API_URL"),
            sign_in_url=text("SIGN_IN_URL"),
            client_id=text("CLIENT_ID"),
            plugin_client_id=text("PLUGIN_CLIENT_ID"),
            scopes=tuple(text("SCOPES").split()),
            privacy_policy=text("PRIVACY_POLICY"),
        )
