"""What users tell the bot itself, on the deployed stack."""

from simulator.line.identities import line_id
from tests.e2e.conftest import DAILY_MESSAGE_LIMIT, Aws, Line


def test_help_comes_in_the_users_language_with_buttons(line: Line) -> None:
    line.speaks("cm-en", "en-GB")
    (english,) = line.say("cm-en", "/help")
    assert english.startswith("Ask me anything")
    (japanese,) = line.say("cm-ja", "／ＨＥＬＰ")
    assert "/forget" in japanese
    assert "です" in japanese or "ます" in japanese
    assert [action["label"] for action in line.bubbles("cm-en")[-1]["quick_replies"]] == [
        "What can you do?",
        "New conversation",
        "Send it again",
        "Draw a picture",
        "How to behave",
        "Change language",
        "Link with ChatGPT",
        "Unlink ChatGPT",
        "Reminders",
        "Delete my data",
    ]


def test_a_language_is_chosen_by_a_button(line: Line) -> None:
    line.say("cm-lang", "/language")
    assert line.tap("cm-lang", "English") == ["From now on I'll use English."]
    assert line.say("cm-lang", "/unlink") == [
        "This chat is not linked with ChatGPT. Send /link to link it."
    ]


def test_reset_starts_afresh_and_keeps_the_messages(line: Line, aws: Aws) -> None:
    line.say("cm-reset", "I am Hanako.")
    line.say("cm-reset", "/reset")
    assert line.say("cm-reset", "Who am I?") == ['You said "Who am I?".']
    first = line.bubbles("cm-reset")[0]["id"]
    assert aws.item(first)["content"] == {"S": "I am Hanako."}


def test_again_sends_the_last_answer_once_more_without_asking_the_model(line: Line) -> None:
    line.say("cm-again", "Hello")
    assert line.say("cm-again", "/again") == ['You said "Hello".']
    assert len(line.calls("openai")) == 1


def test_a_persona_is_the_users_and_not_the_operators(line: Line) -> None:
    line.say("cm-persona", "/persona Talk like a pirate")
    line.say("cm-persona", "Hello")
    (call,) = line.calls("openai")
    assert "pirate" not in call["body"]["instructions"]
    assert [message["role"] for message in call["body"]["input"]] == ["user", "user"]
    assert "Talk like a pirate" in call["body"]["input"][0]["content"]
    line.say("cm-persona", "/persona clear")
    line.say("cm-persona", "Hello again")
    first, *_ = line.calls("openai")[-1]["body"]["input"]
    assert first == {"role": "user", "content": "Hello"}


def test_forget_deletes_after_a_confirmation(line: Line, aws: Aws) -> None:
    line.speaks("cm-forget", "en")
    line.say("cm-forget", "I am Hanako.")
    line.say("cm-forget", "I said this", group="cm-forget-group", mention=True)
    in_private, in_group = (
        next(each["id"] for each in line.bubbles(chat) if each["by"] == "webhook")
        for chat in ("cm-forget", line_id("cm-forget-group", "group"))
    )
    line.say("cm-forget", "/forget")
    assert aws.item(in_private)
    (done,) = line.tap("cm-forget", "Delete everything")
    assert done.startswith("Your data is deleted.")
    for message_id in (in_private, in_group):
        assert aws.item(message_id) == {}
        assert aws.item(f"{message_id}#assistant") == {}
    assert line.say("cm-forget", "Who am I?") == ['You said "Who am I?".']


def test_the_daily_limit_is_a_kind_sentence(line: Line, aws: Aws) -> None:
    line.speaks("cm-limit", "en")
    line.say("cm-limit", "The last but one")
    user = line_id("cm-limit")
    found = aws.dynamodb.scan(
        TableName=aws.outputs["table_name"],
        FilterExpression="begins_with(id, :usage)",
        ExpressionAttributeValues={":usage": {"S": f"usage#{user}"}},
    )["Items"]
    assert [item["messages"] for item in found] == [{"N": "1"}]
    aws.dynamodb.update_item(
        TableName=aws.outputs["table_name"],
        Key={"id": found[0]["id"]},
        UpdateExpression="SET messages = :used",
        ExpressionAttributeValues={":used": {"N": str(DAILY_MESSAGE_LIMIT - 1)}},
    )
    assert line.say("cm-limit", "The last")[0].startswith('You said "The last"')
    assert line.say("cm-limit", "One more")[0].startswith("That's as much as I can answer today.")
    assert len(line.calls("openai")) == 2
    assert line.say("cm-limit", "/help")[0].startswith("Ask me anything")
