"""What each gateway needs of a function's environment."""

import pytest

from kaiwa.gateways import Gateways
from kaiwa.schedules import Schedules
from kaiwa.settings import MissingSettingError
from tests.unit.kaiwa.test_parameters import PATH

ENVIRONMENT = {
    "BASE_SECRET_PATH": PATH,
    "EXPORT_BUCKET": "exports",
    "LINE_API_BASE_URL": "https://line.example",
    "LINE_DATA_BASE_URL": "https://data.example",
    "LISTENING_HOURS": "24",
    "MESSAGE_RETENTION_DAYS": "90",
    "QUEUE_URL": "https://sqs.example/events.fifo",
    "SECRET_CACHE_SECONDS": "60",
    "SIGN_IN_URL": "https://sign-in.example",
    "SUMMARY_QUEUE_URL": "https://sqs.example/summaries.fifo",
    "TABLE_NAME": "messages",
    "TIMEZONE": "Asia/Tokyo",
}
NEEDS = {
    "accounts": {"TABLE_NAME"},
    "conversations": {"TABLE_NAME"},
    "events": {"QUEUE_URL"},
    "exports": {"EXPORT_BUCKET"},
    "listening": {"LISTENING_HOURS", "TABLE_NAME"},
    "messages": {"TABLE_NAME", "MESSAGE_RETENTION_DAYS", "TIMEZONE"},
    "operations": {"TABLE_NAME", "TIMEZONE"},
    "overheard": {"TABLE_NAME"},
    "parameters": {"BASE_SECRET_PATH", "SECRET_CACHE_SECONDS"},
    "past": {"TABLE_NAME"},
    "reminders": {"TABLE_NAME"},
    "sent_bubbles": {"TABLE_NAME"},
    "sign_in": {"SIGN_IN_URL"},
    "summaries": {"SUMMARY_QUEUE_URL"},
}


@pytest.mark.parametrize("gateway", NEEDS)
def test_a_gateway_needs_its_settings_and_no_others(gateway: str) -> None:
    own = {name: ENVIRONMENT[name] for name in NEEDS[gateway]}
    known = Gateways(own)
    assert getattr(known, gateway) is getattr(known, gateway)
    for name in own:
        with pytest.raises(MissingSettingError, match=f"^{name} is not set"):
            getattr(Gateways({**own, name: ""}), gateway)


def test_reminders_have_schedules_where_they_are_turned_on() -> None:
    assert Gateways(ENVIRONMENT).schedules is None
    named = '{"group": "reminders", "role_arn": "role", "queue_arn": "queue"}'
    on = Gateways(ENVIRONMENT | {"REMINDER_SCHEDULES": named})
    assert on.schedules == Schedules("reminders", "role", "queue")


def test_a_rotated_token_makes_another_line() -> None:
    known = Gateways(ENVIRONMENT)
    tokens = ["one", "one", "two"]

    class Rotating:
        def read(self, name: str) -> str:
            return tokens.pop(0)

    vars(known)["parameters"] = Rotating()
    first, again, other = (known.line("default") for _ in range(3))
    assert first is again
    assert first is not other
