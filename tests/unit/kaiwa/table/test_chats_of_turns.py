"""What turns leave in what is known of a chat, on a table in memory."""

import pytest

from kaiwa.line.messages import Kind
from kaiwa.table.items import NOTICE, Conversation, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content
from tests.builders import GROUP_ID, USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, asked, begin, conversation_of


def test_the_conversation_names_its_last_five_messages(messages: MessageTable) -> None:
    for number in range(1, 8):
        begin(messages, number)
    assert conversation_of(USER_ID).recent_ids == [f"{number:018}" for number in range(3, 8)]


def test_pictures_and_files_that_follow_each_other_belong_together(
    messages: MessageTable,
) -> None:
    seen: list[list[str]] = []
    kinds = [Kind.IMAGE, Kind.FILE, Kind.TEXT, Kind.IMAGE, Kind.STICKER]
    for number, kind in enumerate(kinds, start=1):
        asked(messages, number, kind=kind)
        seen.append(conversation_of(USER_ID).attachment_ids)
    one, two, four = (f"{number:018}" for number in (1, 2, 4))
    assert seen == [[one], [one, two], [one, two], [four], [four]]


def test_an_answer_between_pictures_does_not_part_them(messages: MessageTable) -> None:
    for number in (1, 2):
        question = asked(messages, number, kind=Kind.IMAGE)
        messages.store_answer(question, Content(NOTICE, "A nice picture"), NOW)
    assert conversation_of(USER_ID).attachment_ids == [f"{number:018}" for number in (1, 2)]


def test_only_the_last_fifty_pictures_are_remembered(messages: MessageTable) -> None:
    for number in range(1, 53):
        asked(messages, number, kind=Kind.IMAGE)
    expected = [f"{number:018}" for number in range(3, 53)]
    assert conversation_of(USER_ID).attachment_ids == expected


def test_a_picture_that_is_not_at_line_is_not_remembered(messages: MessageTable) -> None:
    asked(messages, kind=Kind.IMAGE, external=True)
    assert conversation_of(USER_ID).attachment_ids == []


def test_a_group_is_remembered_of_who_speaks_there(messages: MessageTable) -> None:
    group = {"conversation_id": GROUP_ID, "one_to_one": False}
    begin(messages, 1, **group)
    begin(messages, 2, **group)
    begin(messages, 3, **group | {"conversation_id": "another group"})
    begin(messages, 4, **group | {"user_id": None})
    begin(messages, 5)
    begin(messages, 5, **group)  # taken before
    known: list[tuple[set[str] | None, float | None]] = [
        (each.group_ids, each.group_turns)
        for each in (conversation_of(USER_ID), conversation_of(GROUP_ID))
    ]
    assert known == [({GROUP_ID, "another group"}, 3), (None, None)]


def test_speaking_in_a_group_leaves_the_own_chat_as_it_was(messages: MessageTable) -> None:
    asked(messages, 1)
    begin(messages, 2, conversation_id=GROUP_ID, one_to_one=False)
    chat = conversation_of(USER_ID)
    assert (chat.last_created_at, chat.recent_ids) == (at(1), [f"{1:018}"])


@pytest.mark.parametrize(("said_at", "stopped"), [(29, True), (31, False)])
def test_who_writes_has_not_blocked_the_bot(
    messages: MessageTable, said_at: int, stopped: bool
) -> None:
    Conversation(conversation_item_id(USER_ID), stopped_at=at(30)).save()
    asked(messages, said_at)
    assert conversation_of(USER_ID).stopped_at == (at(30) if stopped else None)
