"""LINE's side of the bot, for the operator: webhook, quota, rich menus."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import urllib3

from scripts.deployment import DEFAULT_CHANNEL, Deployment

ACCESS_TOKEN = "LINE_CHANNEL_ACCESS_TOKEN"
SWITCH_ON = (
    'LINE sends nothing yet: turn on "Use webhook" in the tab "Messaging API" of the LINE '
    "Developers console, and \"Webhook redelivery\" below it. LINE's API can't."
)
REMEDIES = {
    "COULD_NOT_CONNECT": "Is that address the deployed one, and reachable from the Internet?",
    "REQUEST_TIMEOUT": "A function that slept takes longer: run this once more.",
    "UNCLASSIFIED": "Look at the API's access log for what arrived.",
}
REMEDY_403 = "The channel secret is another channel's or an old one: run `make secrets`."
REMEDY_STATUS = "Look at the log of line_webhook; often a secret was never set: `make secrets`."
TIMEOUT_SECONDS = (5, 40)
"""To connect and to read. A test of the webhook waits for the bot, which may have to wake up."""
REJECTED = {
    401: "LINE does not accept the channel access token. Issue one in the LINE Developers console "
    "and run `make secrets`.",
    403: "LINE does not let this channel do that: look at the account's plan and status.",
    429: "LINE has had too many of these requests: try again in an hour.",
}


class LineError(Exception):
    """LINE did not do as asked. The error's words say what it said, or what to do."""


@dataclass(frozen=True)
class WebhookTest:
    """How LINE's test of the webhook went: its word for it, and the status, 0 without an answer.

    https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint
    """

    success: bool
    reason: str
    status: int
    detail: str

    @property
    def outcome(self) -> str:
        """In a sentence or two, with what to do if it went wrong."""
        if self.success:
            return "LINE's webhook was answered with 200."
        remedy = REMEDIES.get(self.reason) or (REMEDY_403 if self.status == 403 else REMEDY_STATUS)
        return f"{self.reason} ({self.detail}). {remedy}"


class LineChannel:
    """One channel of LINE. Each call raises `LineError` if it fails. Addresses have no path."""

    def __init__(self, api_url: str, data_url: str, access_token: str) -> None:
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

        def client(url: str) -> ApiClient:
            return ApiClient(Configuration(host=url, access_token=access_token))

        self._api = MessagingApi(client(api_url))
        self._data = MessagingApiBlob(client(data_url))

    @classmethod
    def of(cls, deployment: Deployment, name: str = DEFAULT_CHANNEL) -> Self:
        """The deployment's channel of that name. Raises `UnsetSecretError`."""
        hosts = deployment["line_api_base_url"], deployment["line_data_base_url"]
        return cls(*hosts, deployment.secret(deployment.parameter_of(name, ACCESS_TOKEN)))

    def bot(self) -> str:
        """The bot's display name and basic id, such as `Kaiwa (@123abcde)`."""
        info = _call(self._api.get_bot_info)
        return f"{info.display_name} ({info.basic_id})"

    def webhook(self) -> tuple[str, bool] | None:
        """The webhook's address and whether "Use webhook" is on; None if there is none."""
        from linebot.v3.messaging import ApiException

        try:
            endpoint = _call(self._api.get_webhook_endpoint)
        except LineError as error:
            if isinstance(error.__cause__, ApiException) and error.__cause__.status == 404:
                return None
            raise
        return endpoint.endpoint, endpoint.active

    def set_webhook(self, url: str) -> None:
        from linebot.v3.messaging import SetWebhookEndpointRequest

        _call(self._api.set_webhook_endpoint, SetWebhookEndpointRequest(endpoint=url))

    def test_webhook(self, url: str) -> WebhookTest:
        """Let LINE post an empty webhook. LINE may know a new address only a minute later, so it
        is told which one.
        """
        from linebot.v3.messaging import TestWebhookEndpointRequest

        test = _call(self._api.test_webhook_endpoint, TestWebhookEndpointRequest(endpoint=url))
        return WebhookTest(bool(test.success), test.reason, test.status_code, test.detail)

    def pushes(self) -> tuple[int, int | None]:
        """Pushes sent this month, and how many there may be; None if there is no limit."""
        used = _call(self._api.get_message_quota_consumption).total_usage
        return used, _call(self._api.get_message_quota).value

    def rich_menus(self) -> list[tuple[str, str]]:
        """Id and name of each rich menu that was made by the Messaging API."""
        menus = _call(self._api.get_rich_menu_list).richmenus
        return [(menu.rich_menu_id, menu.name) for menu in menus]

    def create_rich_menu(self, menu: dict[str, Any]) -> str:
        """The new menu's id. `menu` is a rich menu object as in LINE's reference."""
        from linebot.v3.messaging import RichMenuRequest

        created = _call(self._api.create_rich_menu, RichMenuRequest.from_dict(menu))
        return str(created.rich_menu_id)

    def set_rich_menu_image(self, rich_menu_id: str, media_type: str, data: bytes) -> None:
        headers = {"Content-Type": media_type}
        _call(self._data.set_rich_menu_image, rich_menu_id, body=data, _headers=headers)

    def set_default_rich_menu(self, rich_menu_id: str) -> None:
        _call(self._api.set_default_rich_menu, rich_menu_id)

    def delete_rich_menu(self, rich_menu_id: str) -> None:
        _call(self._api.delete_rich_menu, rich_menu_id)


def _call(operation: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    from linebot.v3.messaging import ApiException

    try:
        return operation(*arguments, _request_timeout=TIMEOUT_SECONDS, **options)
    except ApiException as error:
        raise LineError(REJECTED.get(error.status) or _told(error.status, error.body)) from error
    except urllib3.exceptions.HTTPError as error:
        raise LineError("LINE can't be reached from here: look at the network.") from error
    except ValueError as error:
        raise LineError("LINE's answer is of an unknown shape: try again later.") from error


def _told(status: int, body: Any) -> str:
    try:
        said = json.loads(body)["message"]
    except (ValueError, TypeError, KeyError):
        said = "it said nothing more"
    return f"LINE answered {status}: {said}." + (" Try again later." if status >= 500 else "")
