"""The bot's side of its chats, as one object."""

import importlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from kaiwa.line import sdk
from kaiwa.line.cards import Bubble
from kaiwa.line.channels import line_id_of
from kaiwa.line.choices import Choice
from kaiwa.line.content import DOWNLOAD_SECONDS, Content, download
from kaiwa.line.host import FRESH_CONNECTION, Host
from kaiwa.line.quota import PushQuota
from kaiwa.text import DIRECTIONS, is_visible, well_formed

if TYPE_CHECKING:
    from linebot.v3.messaging import MessagingApi

BUBBLES_A_CALL = 5
"""The most messages that LINE takes in one call."""
LOADING_SECONDS = 60
"""The longest that LINE shows the loading animation; a message ends it sooner."""
RENEW_SECONDS = 50.0
LAST_RENEWAL_SECONDS = 3
"""How long a renewal takes at most. See `kaiwa.line.host.QUICK`."""


class Line:
    """The bot's side of its chats, in one channel. The URLs have no path; LINE keeps what users
    send on a host of its own, `data_base_url`.

    Ids come with their channel (see `kaiwa.line.channels`), which goes no further.
    """

    def __init__(self, base_url: str, data_base_url: str, access_token: str) -> None:
        self._host = Host(base_url, access_token)
        self._data_host = Host(data_base_url, access_token)
        self._quota = PushQuota(self._host)

    def show_loading(self, user_id: str) -> None:
        """Show that an answer is on its way, in a one-to-one chat. A failure is only logged.

        Plain HTTP: it must be on the screen at once, and the SDK takes over a second to import.
        https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator
        """
        body = {"chatId": line_id_of(user_id), "loadingSeconds": LOADING_SECONDS}
        self._host.try_to("loading", "POST", "/v2/bot/chat/loading/start", json=body)

    @contextmanager
    def keep_loading(self, user_id: str, every_seconds: float = RENEW_SECONDS) -> Iterator[None]:
        """Renew the animation while the block runs. To begin with it is shown already."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(every_seconds):
                self.show_loading(user_id)

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            # A renewal that overtook the answer would promise another one for a minute.
            thread.join(LAST_RENEWAL_SECONDS)

    def mark_as_read(self, token: str) -> None:
        """Mark the message with this token, and all before it, as read. A failure is only logged.

        https://developers.line.biz/en/docs/messaging-api/mark-as-read/
        """
        body = {"markAsReadToken": token}
        self._host.try_to("mark_as_read", "POST", "/v2/bot/chat/markAsRead", json=body)

    def language(self, user_id: str) -> str | None:
        """The user's language as a BCP 47 tag, None if LINE does not tell. It tells of friends.

        https://developers.line.biz/en/reference/messaging-api/#get-profile
        """
        return self._told(f"profile/{_quoted(user_id)}", "language")

    def display_name(self, user_id: str) -> str | None:
        """What the user is called on LINE, None if LINE does not tell. It tells of friends."""
        return self._told(f"profile/{_quoted(user_id)}", "displayName")

    def member_name(self, chat_id: str, user_id: str) -> str | None:
        """What a member of the group or room is called there, on one line; None if LINE does not
        tell, or if nobody could see it. It tells of members who are no friends of the bot's too.

        https://developers.line.biz/en/reference/messaging-api/#get-group-member-profile
        https://developers.line.biz/en/reference/messaging-api/#get-room-member-profile
        """
        kind = "room" if line_id_of(chat_id).startswith("R") else "group"
        ids = f"{_quoted(chat_id)}/member/{_quoted(user_id)}"
        told = self._told(f"{kind}/{ids}", "displayName") or ""
        name = " ".join(told.translate(DIRECTIONS).split())
        return name if is_visible(name) else None

    def _told(self, whose: str, what: str) -> str | None:
        response = self._host.try_to("profile", "GET", f"/v2/bot/{whose}")
        if response is None or response.status != 200:
            return None
        try:
            told = response.json().get(what)
        except (AttributeError, ValueError):
            return None
        return well_formed(told) if isinstance(told, str) and told else None

    def content(
        self, message_id: str, most_bytes: int, seconds: float = DOWNLOAD_SECONDS
    ) -> Content:
        """What a user sent besides text, unless it is larger than that or takes longer.

        Waits some seconds for what LINE is still preparing. Raises `ContentNotReadyError`,
        `ContentGoneError`, `ContentTooLargeError`, `LineUnavailableError`, `LineRefusedError`.
        """
        return download(self._data_host, message_id, most_bytes, seconds)

    def preload(self) -> None:
        """Import LINE's SDK beside what comes next, so that it is there when the answer is."""
        threading.Thread(
            target=importlib.import_module, args=("linebot.v3.messaging",), daemon=True
        ).start()

    def reply(
        self,
        reply_token: str,
        bubbles: Sequence[Bubble],
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]:
        """Send up to 5 bubbles, free of charge, with a token that works once within a minute.

        The choices go below the last bubble, the quote above the first text. Returns the bubbles'
        ids as far as LINE tells them. Raises `InvalidReplyTokenError`, `LineUnavailableError`,
        `LineUnclearError`, `LineRefusedError`, of these `MessageRefusedError`.
        https://developers.line.biz/en/reference/messaging-api/#send-reply-message
        """
        from linebot.v3.messaging import ReplyMessageRequest

        messages = sdk.messages_of(bubbles, choices, quote_token)
        request = ReplyMessageRequest(replyToken=reply_token, messages=messages)
        return sdk.send("reply", partial(self._api.reply_message_with_http_info, request))

    def push(
        self,
        to: str,
        bubbles: Sequence[Bubble],
        retry_key: str,
        *,
        choices: Sequence[Choice] = (),
        quote_token: str | None = None,
    ) -> list[str]:
        """Send up to 5 bubbles, counted against the quota. To repeat it with the same key is safe.

        Otherwise as `reply`, without `InvalidReplyTokenError`.
        https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
        """
        from linebot.v3.messaging import PushMessageRequest

        messages = sdk.messages_of(bubbles, choices, quote_token)
        request = PushMessageRequest(to=line_id_of(to), messages=messages)
        call = partial(self._api.push_message_with_http_info, request, x_line_retry_key=retry_key)
        sent = sdk.send("push", call)
        self._quota.measure()
        return sent

    def push_quota_used(self) -> float | None:
        """How much of the month's pushes is used, in percent; None if that does not matter, or if
        LINE does not tell.
        """
        return self._quota.used_percent()

    @cached_property
    def _api(self) -> "MessagingApi":
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

        configuration = Configuration(
            host=self._host.base_url, access_token=self._host.access_token
        )
        client = ApiClient(configuration)
        client.default_headers.update(FRESH_CONNECTION)
        return MessagingApi(client)


def _quoted(an_id: str) -> str:
    """LINE's own id, as part of an address."""
    return quote(line_id_of(an_id), safe="")
