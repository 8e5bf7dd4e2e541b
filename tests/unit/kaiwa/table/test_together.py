"""Reading items of several kinds at once, on a table in memory."""

from typing import Any

import pytest
from botocore.client import BaseClient

from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.items import Message, answer_id, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.together import read_together
from tests.builders import USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, answered, items
from tests.unit.tables import TABLE_NAME

SUMMARY = Summary("You are Hanako.", at(1), at(2000))


def test_whatever_is_there_is_found_as_it_is(messages: MessageTable) -> None:
    answer = answered(messages)
    ids = [answer.id, conversation_item_id(USER_ID)]
    everything = items()
    assert read_together([*ids, "no such item", *ids]) == {each: everything[each] for each in ids}
    assert read_together([]) == {}


def test_what_a_busy_table_leaves_out_is_asked_for_again(
    messages: MessageTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answered(messages)
    real, asked = BaseClient._make_api_call, []  # type: ignore[attr-defined]

    def busy(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        request = parameters["RequestItems"][TABLE_NAME]
        asked.append(len(request["Keys"]))
        first, *others = request["Keys"]
        one = {"RequestItems": {TABLE_NAME: request | {"Keys": [first]}}}
        left = {TABLE_NAME: request | {"Keys": others}} if others else {}
        return real(client, operation, parameters | one) | {"UnprocessedKeys": left}

    monkeypatch.setattr(BaseClient, "_make_api_call", busy)
    ids = [answer.id, "no such item", conversation_item_id(USER_ID)]
    assert list(read_together(ids)) == [ids[0], ids[2]]
    assert asked == [3, 2, 1]


@pytest.mark.parametrize(("seconds", "known"), [(100, SUMMARY), (2000, None)])
def test_a_summary_comes_with_messages(
    messages: MessageTable, seconds: float, known: Summary | None
) -> None:
    answered(messages)
    conversations, question_id = Conversations(TABLE_NAME), f"{1:018}"
    ids = [question_id, answer_id(question_id)]
    assert conversations.summary_and_messages(USER_ID, [], NOW) == (None, [])
    assert conversations.store_summary(USER_ID, SUMMARY, 0)
    summary, found = conversations.summary_and_messages(USER_ID, ids, at(seconds))
    assert summary == known
    wanted = [Message.get(each).serialize() for each in ids]
    assert [each.serialize() for each in sorted(found, key=lambda each: each.id)] == wanted
