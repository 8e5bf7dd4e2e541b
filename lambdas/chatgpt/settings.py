"""What Terraform tells this function through its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

from kaiwa.settings import required


@dataclass(frozen=True)
class Settings:
    """Settings of the API. No address has a slash at the end.

    `client_id`, `plugin_client_id` and `link_page_client_id` are the clients of the sign-in: of the
    action, of the plugin, which may be sent back to `plugin_redirect_uris`, if there are any, and
    of the pages where people link their chat. Pages of `allowed_origins` may call from a browser.
    """

    timezone: ZoneInfo
    retention: timedelta
    daily_send_limit: int
    api_url: str
    sign_in_url: str
    client_id: str
    link_page_client_id: str
    plugin_client_id: str
    plugin_redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    passes_resource: bool
    token_issuer: str
    token_keys_url: str
    allowed_origins: tuple[str, ...]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there."""

        def text(name: str) -> str:
            return required(environ, name)

        return cls(
            timezone=ZoneInfo(text("TIMEZONE")),
            retention=timedelta(days=int(text("MESSAGE_RETENTION_DAYS"))),
            daily_send_limit=int(text("DAILY_SEND_LIMIT")),
            api_url=text("API_URL"),
            sign_in_url=text("SIGN_IN_URL"),
            client_id=text("CLIENT_ID"),
            link_page_client_id=text("LINK_PAGE_CLIENT_ID"),
            plugin_client_id=text("PLUGIN_CLIENT_ID"),
            plugin_redirect_uris=tuple(environ.get("PLUGIN_REDIRECT_URIS", "").split()),
            scopes=tuple(text("SCOPES").split()),
            passes_resource=text("PASS_RESOURCE") == "true",
            token_issuer=text("TOKEN_ISSUER"),
            token_keys_url=text("TOKEN_KEYS_URL"),
            allowed_origins=tuple(environ.get("ALLOWED_ORIGINS", "").split()),
        )
