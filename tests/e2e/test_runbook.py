"""What the runbook says to do, done: what was out of order works again.

More of its remedies are tried beside their alarms (test_alarms), with the dead letters
(test_dead_letters) and with the roll-out (operating/test_rollout).
"""

from collections.abc import Iterator

import pytest

from simulator.line.identities import line_id
from simulator.processes import wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line, text
from tests.e2e.test_alarms import doctor, set_secret


def answers_to(line: Line, user: str) -> list[str]:
    return [words for _, words in line.shown(user)]


def test_webhooks_fail_without_the_channel_secret_and_come_in_once_it_is_set(
    line: Line, aws: Aws, stack: Stack
) -> None:
    """line-webhook-errors, api-failures."""
    set_secret(aws, "LINE_CHANNEL_SECRET", "unset")
    try:
        assert wait_until(lambda: line.post(text("Lost?", "rb-lost"))["status"] == 500, 20)
        assert "NOT OK  secrets" in doctor(stack)
    finally:
        stack.make("secrets")
    (error, *_) = [each for each in aws.log_lines("line_webhook") if "UnsetSecretError" in each]
    assert "Run `make secrets`." in error
    assert wait_until(lambda: line.post(text("Hello", "rb-secret"))["status"] == 200, 20)
    line.settle()
    assert answers_to(line, "rb-secret")[-1] == 'You said "Hello".'


def test_an_answer_that_is_unknown_comes_by_again(line: Line, aws: Aws) -> None:
    """line-reply-not-delivered."""
    line.fault("line", "reply", "drop_response")
    (event,) = line.post(text("Hello", "rb-unknown"))["events"]
    line.settle()
    answer = aws.item(f"{event['message']['id']}#assistant")
    assert answer["delivery"] == {"S": "unknown"}
    assert line.say("rb-unknown", "/again") == ['You said "Hello".']


def test_what_waited_for_a_trigger_that_was_off_is_answered_once_it_is_on(
    line: Line, aws: Aws
) -> None:
    """events-waiting."""
    arn = aws.sqs.get_queue_attributes(
        QueueUrl=aws.outputs["queue_url"], AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    (trigger,) = aws.functions.list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
    aws.functions.update_event_source_mapping(UUID=trigger["UUID"], Enabled=False)
    try:
        line.post(text("One", "rb-waiting"), text("Two", "rb-waiting"))
        assert not wait_until(lambda: bool(line.shown("rb-waiting")), 3)
        assert aws.waiting() == 2
    finally:
        aws.functions.update_event_source_mapping(UUID=trigger["UUID"], Enabled=True)
    line.settle()
    one, two = answers_to(line, "rb-waiting")
    assert (one, two[:15]) == ('You said "One".', 'You said "Two".')


@pytest.fixture
def only_modest_people(aws: Aws) -> Iterator[None]:
    """As `allowed_user_ids` and `make apply` do it."""
    name = aws.outputs["base_secret_path"] + "ALLOWED_USER_IDS"
    aws.ssm.put_parameter(Name=name, Value=line_id("rb-modest"), Overwrite=True)
    yield
    aws.ssm.put_parameter(Name=name, Value="*", Overwrite=True)


@pytest.mark.usefixtures("only_modest_people")
def test_one_person_who_spends_too_much_is_shut_out(line: Line) -> None:
    """spend."""
    assert wait_until(lambda: line_id("rb-spender") in line.say("rb-spender", "More!")[0], 20)
    asked = len(line.calls("openai", "responses"))
    line.say("rb-spender", "Much more!")
    assert len(line.calls("openai", "responses")) == asked
    assert line.say("rb-modest", "Hello") == ['You said "Hello".']


def test_a_summary_that_nobody_can_make_is_purged(line: Line, aws: Aws, stack: Stack) -> None:
    """summaries-dead-letter."""
    url = aws.outputs["summary_dead_letter_queue_url"]
    aws.sqs.send_message(
        QueueUrl=url,
        MessageBody="{}",
        MessageGroupId=line_id("rb-summary"),
        MessageDeduplicationId="a-summary",
    )
    assert "summaries" in stack.make("dead-letters")
    aws.sqs.purge_queue(QueueUrl=url)
    assert stack.make("dead-letters").endswith("There are no dead letters.\n")
    assert line.say("rb-summary", "Hello") == ['You said "Hello".']
