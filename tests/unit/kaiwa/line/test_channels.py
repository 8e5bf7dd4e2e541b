"""Which channel an id belongs to."""

import pytest

from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.channels import channel_of, event_of, joined, line_id_of, parameter_of
from tests.builders import GROUP_ID, ROOM_ID, USER_ID, in_group, in_room, text_event


@pytest.mark.parametrize("line_id", [USER_ID, GROUP_ID, ROOM_ID])
@pytest.mark.parametrize(
    ("channel", "prefix"), [("default", ""), ("shop", "shop/"), ("a-1", "a-1/")]
)
def test_an_id_leads_to_its_channel_and_to_lines_own(
    channel: str, prefix: str, line_id: str
) -> None:
    an_id = joined(channel, line_id)
    assert an_id == prefix + line_id
    assert (channel_of(an_id), line_id_of(an_id)) == (channel, line_id)


def test_the_ids_of_an_events_source_carry_the_channel() -> None:
    events = [text_event(), in_group(text_event()), in_room(text_event()), in_group({}, None)]
    assert [event_of("default", Fields(each)).values for each in events] == events
    assert [event_of("shop", Fields(each)).values["source"] for each in events] == [
        {"type": "user", "userId": f"shop/{USER_ID}"},
        {"type": "group", "groupId": f"shop/{GROUP_ID}", "userId": f"shop/{USER_ID}"},
        {"type": "room", "roomId": f"shop/{ROOM_ID}", "userId": f"shop/{USER_ID}"},
        {"type": "group", "groupId": f"shop/{GROUP_ID}"},
    ]


@pytest.mark.parametrize("source", [None, "x", {"type": "user", "userId": 7}, {"userId": ""}])
def test_what_is_no_id_is_left_for_whoever_needs_it(source: object) -> None:
    event = {"type": "message", "source": source}
    assert event_of("shop", Fields(event)).values == event


@pytest.mark.parametrize("channel", ["default", "shop", "help"])
@pytest.mark.parametrize("name", ["userId", "groupId", "roomId"])
def test_nobody_speaks_for_a_person_of_another_channel(channel: str, name: str) -> None:
    event = {"source": {"type": "user", name: f"shop/{USER_ID}"}}
    with pytest.raises(UnreadableError, match=f"^source.{name}$"):
        event_of(channel, Fields(event))


def test_a_channel_has_parameters_of_its_own_and_shares_others() -> None:
    names = ["LINE_CHANNEL_SECRET", "OPENAI_INSTRUCTIONS", "OPEN_AI_API_KEY", "OPENAI_TOOLS"]
    assert [parameter_of("default", name) for name in names] == names
    assert [parameter_of("shop", name) for name in names] == [
        "channels/shop/LINE_CHANNEL_SECRET",
        "channels/shop/OPENAI_INSTRUCTIONS",
        "OPEN_AI_API_KEY",
        "OPENAI_TOOLS",
    ]
