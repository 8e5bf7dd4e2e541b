"""The gateways of one deployment, as a function's environment names what they lead to."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from kaiwa.faults import watch_aws
from kaiwa.line.channels import DEFAULT, parameter_of
from kaiwa.settings import required

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kaiwa.exports import Exports
    from kaiwa.line.client import Line
    from kaiwa.model.models import Models
    from kaiwa.parameters import Parameters
    from kaiwa.pictures import Pictures
    from kaiwa.queue import EventQueue
    from kaiwa.schedules import Schedules
    from kaiwa.sign_in import SignIn
    from kaiwa.table.accounts import Accounts
    from kaiwa.table.conversations import Conversations
    from kaiwa.table.listening import Listening
    from kaiwa.table.messages import MessageTable
    from kaiwa.table.operations import Operations
    from kaiwa.table.overheard import OverheardTexts
    from kaiwa.table.past import Past
    from kaiwa.table.reminders import Reminders
    from kaiwa.table.sent_bubbles import SentBubbles


MOST_CHANNELS = 11
"""The default one, and ten more. See the variable `channels`."""


@dataclass(frozen=True)
class Gateways:
    """Each gateway is imported and made when it is first asked for, and then kept.

    So a function pays for what it uses only. Raises `MissingSettingError` for a setting that is
    not in `environ`, then and not before.
    """

    environ: Mapping[str, str]

    @cached_property
    def parameters(self) -> "Parameters":
        from kaiwa.parameters import Parameters

        seconds = int(self._setting("SECRET_CACHE_SECONDS"))
        return Parameters(self._setting("BASE_SECRET_PATH"), seconds)

    def channel_of_route(self, route_key: object) -> str:
        """The channel whose webhooks come in by this route of the API."""
        named = self.environ.get("CHANNEL_ROUTES")
        return str(json.loads(named).get(route_key, DEFAULT)) if named else DEFAULT

    def has_channel(self, channel: str) -> bool:
        """Whether there is such a channel. It may be gone, with events and reminders left."""
        return channel == DEFAULT or channel in self._channel_models

    def read_for(self, channel: str) -> Callable[[str], str]:
        """What reads a parameter by its name, as it is for the channel. See `Parameters.read`."""
        return lambda name: self.parameters.read(parameter_of(channel, name))

    def line(self, channel: str) -> "Line":
        """The bot's side of a channel, made anew when its access token was rotated."""
        urls = self._setting("LINE_API_BASE_URL"), self._setting("LINE_DATA_BASE_URL")
        return _line(*urls, self.read_for(channel)("LINE_CHANNEL_ACCESS_TOKEN"))

    def models(self, channel: str) -> "Models":
        """The models as the channel asks them."""
        from kaiwa.model.models import Models

        own = self._channel_models.get(channel)
        environ = {**self.environ, "OPENAI_MODEL": own} if own else self.environ
        return Models(environ, self.read_for(channel))

    @cached_property
    def events(self) -> "EventQueue":
        """The queue between the webhook and the worker."""
        from kaiwa.queue import EventQueue

        return EventQueue(self._setting("QUEUE_URL"))

    @cached_property
    def summaries(self) -> "EventQueue":
        """The queue of chats whose past is to be summarised."""
        from kaiwa.queue import EventQueue

        return EventQueue(self._setting("SUMMARY_QUEUE_URL"))

    @cached_property
    def messages(self) -> "MessageTable":
        from kaiwa.table.messages import MessageTable

        retention = timedelta(days=int(self._setting("MESSAGE_RETENTION_DAYS")))
        return MessageTable(self._table, retention, self._timezone)

    @cached_property
    def conversations(self) -> "Conversations":
        from kaiwa.table.conversations import Conversations

        return Conversations(self._table)

    @cached_property
    def past(self) -> "Past":
        from kaiwa.table.past import Past

        return Past(self._table)

    @cached_property
    def accounts(self) -> "Accounts":
        from kaiwa.table.accounts import Accounts

        return Accounts(self._table)

    @cached_property
    def operations(self) -> "Operations":
        from kaiwa.table.operations import Operations

        return Operations(self._table, self._timezone)

    @cached_property
    def reminders(self) -> "Reminders":
        from kaiwa.table.reminders import Reminders

        return Reminders(self._table)

    @cached_property
    def schedules(self) -> "Schedules | None":
        """What fires reminders; None where the operator has not turned them on."""
        from kaiwa.schedules import Schedules

        named = self.environ.get("REMINDER_SCHEDULES")
        return Schedules.parse(named) if named else None

    @cached_property
    def sent_bubbles(self) -> "SentBubbles":
        from kaiwa.table.sent_bubbles import SentBubbles

        return SentBubbles(self._table)

    @cached_property
    def listening(self) -> "Listening | None":
        """Which groups have let the bot listen in; None where the operator allows it nowhere."""
        if int(self._setting("LISTENING_HOURS")) == 0:
            return None
        from kaiwa.table.listening import Listening

        return Listening(self._table)

    @cached_property
    def overheard(self) -> "OverheardTexts":
        from kaiwa.table.overheard import OverheardTexts

        return OverheardTexts(self._table)

    @cached_property
    def exports(self) -> "Exports":
        from kaiwa.exports import Exports

        return Exports(self._setting("EXPORT_BUCKET"))

    @cached_property
    def pictures(self) -> "Pictures":
        from kaiwa.pictures import Pictures

        return Pictures(self._setting("EXPORT_BUCKET"))

    @cached_property
    def sign_in(self) -> "SignIn":
        from kaiwa.sign_in import SignIn

        return SignIn(self._setting("SIGN_IN_URL"))

    @cached_property
    def _channel_models(self) -> Mapping[str, str]:
        """The channels besides the default one, each with the model that answers there."""
        return dict(json.loads(self.environ.get("CHANNELS") or "{}"))

    @property
    def _timezone(self) -> "ZoneInfo":
        from zoneinfo import ZoneInfo

        return ZoneInfo(self._setting("TIMEZONE"))

    @property
    def _table(self) -> str:
        return self._setting("TABLE_NAME")

    def _setting(self, name: str) -> str:
        return required(self.environ, name)


@lru_cache(maxsize=MOST_CHANNELS)
def _line(base_url: str, data_base_url: str, access_token: str) -> "Line":
    from kaiwa.line.client import Line

    return Line(base_url, data_base_url, access_token)


@cache
def gateways() -> Gateways:
    """The gateways of the function that runs here. How they fare at AWS's is counted."""
    watch_aws()
    return Gateways(os.environ)
