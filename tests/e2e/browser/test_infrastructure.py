"""What is deployed, as the page shows it."""

from playwright.sync_api import expect

from simulator.stack import Stack
from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Aws, Line

FUNCTIONS = ["check_dynamodb", "chatgpt", "line_reply", "line_webhook"]


def test_the_resources_come_from_terraforms_state(visits: Visits) -> None:
    page = visits.open("/infrastructure")
    resources = page.get_by_role("region", name="Resources")
    resources.get_by_text("module.event_queue", exact=True).click()
    expect(resources.get_by_role("listitem").filter(visible=True)).to_contain_text(
        ["aws_sqs_queue.dead_letter", "aws_sqs_queue.this"]
    )


def test_outputs_are_shown_but_for_the_secret_ones(visits: Visits, stack: Stack, aws: Aws) -> None:
    page = visits.open("/infrastructure")
    outputs = page.get_by_role("region", name="Outputs")
    expect(outputs).to_contain_text(aws.outputs["webhook_url"])
    expect(outputs).to_contain_text("hidden, for it is sensitive")
    shown = page.content()
    secrets = [aws.outputs["chatgpt"]["client_secret"], stack.description["channel_secret"]]
    assert [secret for secret in secrets if secret in shown] == []


def test_logs_and_queues_are_live(visits: Visits, line: Line) -> None:
    page = visits.open("/infrastructure")
    queues = page.get_by_role("region", name="Queues")
    expect(queues.get_by_role("rowheader")).to_contain_text(["Events", "Dead letters", "Summaries"])
    expect(queues.get_by_role("cell")).to_have_text(["0"] * 9)
    expect(page.get_by_role("heading", name="line_reply")).to_contain_text("version ")
    log = page.get_by_role("list", name="Log of line_reply")
    expect(log).to_be_visible()
    before = log.get_by_role("listitem").last.text_content()
    line.say("infrastructure", "Hello")
    expect(log.get_by_role("listitem").last).not_to_have_text(str(before))
    assert "Hello" not in str(log.text_content())
