"""Reminders on the deployed stack: set by words, confirmed, listed, cancelled, sent, forgotten.

The emulator looks every ten seconds at what is due.
"""

import re

from simulator.processes import wait_until
from tests.e2e.conftest import Aws, Line

CONFIRMED = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日（[月火水木金土日]）\d\d:\d\d（Asia/Tokyo）に「(.+)」とお知らせします。"
)


def planned(aws: Aws) -> list[str]:
    """What is to fire."""
    group = aws.outputs["reminder_group"]
    return [each["Name"] for each in aws.scheduler.list_schedules(GroupName=group)["Schedules"]]


def set_one(line: Line, user: str, words: str) -> str:
    """What the bot says that it will remind of."""
    (said,) = line.say(user, words)
    found = CONFIRMED.fullmatch(said.splitlines()[0])
    assert found, said
    return found[1]


def item_id(line: Line, aws: Aws, user: str) -> str:
    """Of the item with what the user is to be reminded of."""
    chat_id = aws.item(line.bubbles(user)[0]["id"])["lineUserId"]["S"]
    assert aws.item(f"reminders#{chat_id}")
    return f"reminders#{chat_id}"


def test_a_reminder_is_set_by_words_and_comes_once(line: Line, aws: Aws) -> None:
    assert set_one(line, "re-hanako", "3秒後に会議と教えて") == "会議"
    (name,), stored = planned(aws), item_id(line, aws, "re-hanako")
    assert name.startswith("reminder-")
    made = aws.scheduler.get_schedule(Name=name, GroupName=aws.outputs["reminder_group"])
    assert "会議" not in made["Target"]["Input"]
    assert wait_until(lambda: ("push", "⏰ 会議") in line.shown("re-hanako"), 40)
    # As the scheduler may, say once more that it is due.
    queued = {
        "MessageBody": made["Target"]["Input"],
        "MessageGroupId": made["Target"]["SqsParameters"]["MessageGroupId"],
        "MessageDeduplicationId": "again",
    }
    aws.sqs.send_message(QueueUrl=aws.outputs["queue_url"], **queued)
    line.settle()
    assert line.shown("re-hanako").count(("push", "⏰ 会議")) == 1
    assert (planned(aws), aws.item(stored)) == ([], {})


def test_reminders_are_listed_and_cancelled(line: Line, aws: Aws) -> None:
    set_one(line, "re-taro", "明日9時に会議と教えて")
    set_one(line, "re-taro", "10分後に電話と教えて")
    assert len(planned(aws)) == 2
    (listed,) = line.say("re-taro", "/reminders")
    assert re.findall(r"^(\d)\. ", listed, re.MULTILINE) == ["2", "1"]
    (cancelled,) = line.tap("re-taro", "1を取り消す")
    assert cancelled.endswith("の「会議」を取り消しました。")
    assert len(planned(aws)) == 1
    (listed,) = line.say("re-taro", "/reminders")
    assert ("会議" in listed, "電話" in listed) == (False, True)
    stored = item_id(line, aws, "re-taro")
    line.say("re-taro", "/forget yes")
    assert (planned(aws), aws.item(stored)) == ([], {})


def test_what_cannot_be_is_said_and_what_is_taken_back_gone(line: Line, aws: Aws) -> None:
    line.speaks("re-jiro", "en")
    (said,) = line.say("re-jiro", "昨日9時に会議と教えて")
    assert said.startswith("I can't remind you on ")
    (said,) = line.say("re-jiro", "remind me in 10 minutes to call")
    assert said.startswith("I'll remind you on ")
    assert len(planned(aws)) == 1
    question = line.bubbles("re-jiro")[2]
    source, taken_back = {"userId": "re-jiro"}, {"messageId": question["id"]}
    line.post({"type": "unsend", "source": source, "unsend": taken_back})
    line.settle()
    assert planned(aws) == []
