"""Put the functions back to the versions that were live before the last roll-out.

    python -m scripts.rollback build/production/outputs.json [--function line_reply]

Each call undoes one roll-out: the last one that has not been undone, and only the functions that it
moved. With `--function`, that one goes back, whenever it was moved.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import boto3

from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment
from scripts.functions import Functions, Live


def main() -> None:
    """Exit 1 if there is nothing to go back to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--function")
    arguments = parser.parse_args()

    deployment = Deployment.read(arguments.outputs)
    names = deployment.functions(arguments.function)
    client = boto3.client("lambda", region_name=deployment["region"])
    with errors_as_sentences():
        roll_back(Functions(client, deployment["function_arns"]), names)


def roll_back(functions: Functions, names: Sequence[str]) -> None:
    """Undo the last roll-out, as far as it has these functions. Ends the process if none has."""
    lives = last_moved([functions.live(name) for name in names])
    if not lives:
        sys.exit("There is no version to go back to.")
    for live in lives:
        back = functions.put(live.rolled_back())
        print(f"{live.name}: version {back.version} is live, not {live.coming or live.version}.")
    print("They stay there, whatever `make apply` deploys, until you say `make rollout`.")


def last_moved(lives: Sequence[Live]) -> list[Live]:
    """Those that the last roll-out moved, or is moving."""
    if moving := [live for live in lives if live.coming]:
        return moving
    last = max((live.record.since for live in lives if live.record.before), default="")
    return [live for live in lives if live.record.before and live.record.since == last]


if __name__ == "__main__":
    main()
