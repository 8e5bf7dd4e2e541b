"""The simulator's commands: `python -m simulator up`, `demo` and `say`.

`up` and `demo` need what `make up` and `make demo` prepare. `say` needs nothing but Python.
"""

import argparse
import http.client
import json
import sys
import urllib.parse
from pathlib import Path

BUILD = Path(__file__).parents[1] / "build"
DESCRIPTION = BUILD / "stack.json"
ANSWER_SECONDS = 200


def main() -> None:
    """Run the command that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="run the whole system until Ctrl-C")
    commands.add_parser("demo", help="run it, hold a conversation, and end")
    say = commands.add_parser("say", help="send a message to the running system as a LINE user")
    say.add_argument("text")
    say.add_argument("--user", default="hanako", help="who says it; any name (default: hanako)")
    say.add_argument("--channel", default="default", help="LINE channel (default: default)")
    arguments = parser.parse_args()
    if arguments.command == "say":
        say_to_bot(arguments.text, arguments.user, arguments.channel)
    else:
        # Their dependencies are not there before `make setup`.
        from simulator.commands import demo, up

        (up if arguments.command == "up" else demo)()


def say_to_bot(text: str, user: str, channel: str = "default") -> None:
    """Send the text, and print what the bot answers."""
    if not DESCRIPTION.exists():
        sys.exit("Nothing is running. Start it in another terminal: make up")
    url = json.loads(DESCRIPTION.read_text())["simulator_url"]
    said = {"text": text, "user": user, "channel": channel, "timeout_seconds": ANSWER_SECONDS}
    body = json.dumps(said).encode()
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=ANSWER_SECONDS + 10)
    try:
        connection.request("POST", "/control/say", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        result = json.load(response)
    except OSError:
        sys.exit(f"Nothing answers at {url}. Start it in another terminal: make up")
    print("\n".join(result["answers"]) if response.status == 200 else result["error"])
    sys.exit(response.status != 200)


if __name__ == "__main__":
    main()
