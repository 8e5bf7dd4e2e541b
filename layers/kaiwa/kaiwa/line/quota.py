"""How much of the month's pushes is used: LINE knows, and only whoever asks hears of it."""

import math
from time import monotonic
from typing import Any

from kaiwa.line.host import Host
from kaiwa.log import logger
from kaiwa.metrics import emit

PATH = "/v2/bot/message/quota"
EVERY_SECONDS = 60 * 60


class PushQuota:
    """Asked for after a push, for only pushes use it up, and at most once an hour."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._asked_at = -math.inf

    def measure(self) -> None:
        """Put out how much is used, if LINE tells and if there is a limit. Never fails.

        Each channel has an Official Account's plan, and so a quota, of its own. CloudWatch bills a
        metric for each channel, and the log's lines, which have the channel, nothing more: so the
        metric is the highest of all channels.
        https://developers.line.biz/en/docs/messaging-api/pricing/
        https://developers.line.biz/en/reference/messaging-api/#get-quota
        """
        if monotonic() - self._asked_at < EVERY_SECONDS:
            return
        self._asked_at = monotonic()
        percent = self.used_percent()
        if percent is not None:
            logger().info("LINE told how many pushes are used.", percent=round(percent, 1))
            emit({"PushQuotaPercent": percent})

    def used_percent(self) -> float | None:
        """How much is used; None if there is no limit, or if LINE does not tell. Never fails."""
        most = self._told(PATH, "value")
        used = self._told(f"{PATH}/consumption", "totalUsage") if most else None
        return used / most * 100 if most and used is not None else None

    def _told(self, path: str, what: str) -> int | None:
        response = self._host.try_to("quota", "GET", path)
        if response is None or response.status != 200:
            return None
        try:
            told: Any = response.json().get(what)
        except (AttributeError, ValueError):
            return None
        return told if type(told) is int else None
