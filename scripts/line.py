"""Connect LINE with the deployment: webhook, rich menu if wanted, and the pushes that are left.

python -m scripts.line build/production/outputs.json
python -m scripts.line build/production/outputs.json --rich-menu --rich-menu-image menu.png
python -m scripts.line build/production/outputs.json --channel shop
"""

import argparse
import sys
from pathlib import Path

from scripts import rich_menu
from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment, UnsetSecretError
from scripts.line_channel import SWITCH_ON, LineChannel, LineError


def main() -> None:
    """Set and test each channel's webhook, make the rich menu if told so, show how many pushes are
    left.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--webhook-url")
    parser.add_argument("--rich-menu", action="store_true")
    parser.add_argument("--rich-menu-image", type=Path)
    parser.add_argument("--channel", help="this channel alone")
    arguments = parser.parse_args()

    deployment = Deployment.read(arguments.outputs)
    names = deployment.channels(arguments.channel)
    if arguments.webhook_url and len(names) > 1:
        sys.exit("Say which channel has this WEBHOOK_URL: CHANNEL=default, or another one.")
    connected = True
    try:
        for name in names:
            if len(names) > 1:
                print(f"Channel: {name}")
            with errors_as_sentences():
                channel = LineChannel.of(deployment, name)
            url = arguments.webhook_url or deployment.of_channel(name, "webhook_url")
            connected = connect(channel, url) and connected
            if arguments.rich_menu:
                offers_linking = deployment["offers_linking"]
                rich_menu.publish(channel, arguments.rich_menu_image, offers_linking=offers_linking)
                print("Rich menu: everybody sees it, as soon as they open the chat anew.")
            show_pushes(channel)
    except UnsetSecretError as unset:
        sys.exit(f"{unset} was never set. Run `make secrets`.")
    except LineError as error:
        sys.exit(str(error))
    sys.exit(not connected)


def connect(channel: LineChannel, url: str) -> bool:
    """Whether LINE could post a webhook there. Raises `LineError`."""
    print(f"Bot: {channel.bot()}")
    channel.set_webhook(url)
    print(f"Webhook: {url}")
    test = channel.test_webhook(url)
    print(f"Test: {test.outcome}")
    endpoint = channel.webhook()
    if endpoint and not endpoint[1]:
        print(SWITCH_ON)
    return test.success


def show_pushes(channel: LineChannel) -> None:
    """Replies are free; pushes count. Raises `LineError`."""
    used, most = channel.pushes()
    if most is None:
        print(f"Pushes: {used} this month, without a limit.")
    else:
        print(f"Pushes: {max(most - used, 0)} of {most} left this month.")


if __name__ == "__main__":
    main()
