"""Connect LINE with the deployment: webhook, rich menu if wanted, and the pushes that are left.

python -m scripts.line build/production/outputs.json
python -m scripts.line build/production/outputs.json --rich-menu --rich-menu-image menu.png
"""

import argparse
import sys
from pathlib import Path

from scripts import rich_menu
from scripts.aws import errors_as_sentences, read_outputs
from scripts.deployment import ACCESS_TOKEN, Deployment, UnsetSecretError
from scripts.line_channel import LineChannel, LineError, WebhookTest

SWITCH_ON = (
    'LINE sends nothing yet: turn on "Use webhook" in the tab "Messaging API" of the LINE '
    "Developers console, and \"Webhook redelivery\" below it. LINE's API can't."
)
REMEDIES = {
    "COULD_NOT_CONNECT": "Is that address the deployed one, and reachable from the Internet?",
    "REQUEST_TIMEOUT": "A function that slept takes longer: run this once more.",
    "UNCLASSIFIED": "Look at the API's access log for what arrived.",
}
REMEDY_403 = "The channel secret is another channel's or an old one: run `make secrets`."
REMEDY_STATUS = "Look at the log of line_webhook; often a secret was never set: `make secrets`."


def main() -> None:
    """Set and test the webhook, make the rich menu if told so, show how many pushes are left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--webhook-url")
    parser.add_argument("--rich-menu", action="store_true")
    parser.add_argument("--rich-menu-image", type=Path, default=rich_menu.IMAGE)
    arguments = parser.parse_args()

    deployment = Deployment(read_outputs(arguments.outputs))
    url = arguments.webhook_url or deployment["webhook_url"]
    try:
        with errors_as_sentences():
            channel = channel_of(deployment)
        connected = connect(channel, url)
        if arguments.rich_menu:
            rich_menu.publish(channel, arguments.rich_menu_image)
            print("Rich menu: everybody sees it, as soon as they open the chat anew.")
        show_pushes(channel)
    except UnsetSecretError as unset:
        sys.exit(f"{unset} was never set. Run `make secrets`.")
    except LineError as error:
        sys.exit(str(error))
    sys.exit(not connected)


def channel_of(deployment: Deployment) -> LineChannel:
    """The channel that the deployment's access token is of. Raises `UnsetSecretError`."""
    return LineChannel(
        deployment["line_api_base_url"],
        deployment["line_data_base_url"],
        deployment.secret(ACCESS_TOKEN),
    )


def connect(channel: LineChannel, url: str) -> bool:
    """Whether LINE could post a webhook there. Raises `LineError`."""
    print(f"Bot: {channel.bot()}")
    channel.set_webhook(url)
    print(f"Webhook: {url}")
    test = channel.test_webhook(url)
    print(f"Test: {outcome(test)}")
    endpoint = channel.webhook()
    if endpoint and not endpoint[1]:
        print(SWITCH_ON)
    return test.success


def outcome(test: WebhookTest) -> str:
    """How the test went, and what to do if it went wrong."""
    if test.success:
        return "LINE's webhook was answered with 200."
    remedy = REMEDIES.get(test.reason) or (REMEDY_403 if test.status == 403 else REMEDY_STATUS)
    return f"{test.reason} ({test.detail}). {remedy}"


def show_pushes(channel: LineChannel) -> None:
    """Replies are free; pushes count. Raises `LineError`."""
    used, most = channel.pushes()
    if most is None:
        print(f"Pushes: {used} this month, without a limit.")
    else:
        print(f"Pushes: {max(most - used, 0)} of {most} left this month.")


if __name__ == "__main__":
    main()
