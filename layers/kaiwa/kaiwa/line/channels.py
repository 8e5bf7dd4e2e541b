"""The LINE channels of a deployment, and which of them an id belongs to.

A person has the same user id in all channels of a provider. So whatever is kept of a chat or a
person carries the channel, which is a part of the id from the door on: the ids of the channel
`default` are LINE's own, those of another have its name in front, as in `shop/U0123…`.
https://developers.line.biz/en/docs/messaging-api/getting-user-ids/
"""

from typing import Any

from kaiwa.fields import Fields, UnreadableError

DEFAULT = "default"
SEPARATOR = "/"
"""In no id of LINE's and in no channel's name. Every key takes it: SQS, DynamoDB, the scheduler."""
IDS = ("userId", "groupId", "roomId")
OWN = (
    "ALLOWED_USER_IDS",
    "LINE_CHANNEL_ACCESS_TOKEN",
    "LINE_CHANNEL_SECRET",
    "OPENAI_INSTRUCTIONS",
)
"""The parameters of which each channel has its own."""


def joined(channel: str, line_id: str) -> str:
    """The id that stands for this one of LINE's, in this channel."""
    return line_id if channel == DEFAULT else f"{channel}{SEPARATOR}{line_id}"


def channel_of(an_id: str) -> str:
    """The channel of a chat or a person."""
    name, separator, _ = an_id.partition(SEPARATOR)
    return name if separator else DEFAULT


def line_id_of(an_id: str) -> str:
    """What LINE itself calls the chat or the person."""
    return an_id.rpartition(SEPARATOR)[2]


def parameter_of(channel: str, name: str) -> str:
    """The name of the parameter that has this for the channel."""
    shared = channel == DEFAULT or name not in OWN
    return name if shared else f"channels/{channel}/{name}"


def event_of(channel: str, event: Fields) -> Fields:
    """The event as one of this channel: the ids of its source carry it.

    Raises `UnreadableError` if one has a channel already: who has a channel's secret could else
    speak for another's people.
    """
    source = event.values.get("source")
    if not isinstance(source, dict):
        return event
    ours = {name: _joined(channel, name, source[name]) for name in IDS if name in source}
    return Fields({**event.values, "source": {**source, **ours}})


def _joined(channel: str, name: str, given: Any) -> Any:
    if not isinstance(given, str) or not given:
        return given  # whoever needs it says that it is none
    if SEPARATOR in given:
        raise UnreadableError(f"source.{name}")
    return joined(channel, given)
