"""Print which version of each function is live, since when, and what it can go back to.

python -m scripts.versions build/production/outputs.json
"""

import sys
from pathlib import Path

import boto3

from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment
from scripts.functions import Functions, Live

HEADINGS = ("function", "live", "since", "newest", "before", "")


def main() -> None:
    deployment = Deployment.read(Path(sys.argv[1]))
    client = boto3.client("lambda", region_name=deployment["region"])
    functions = Functions(client, deployment["function_arns"])
    print(_row(*HEADINGS))
    with errors_as_sentences():
        for name in deployment.functions():
            print(line(functions.live(name), functions.versions(name)[0]))


def line(live: Live, newest: str) -> str:
    """One function's line of the table."""
    before = " ".join(version for version, _ in live.record.before)
    remark = "rolled back: stays until `make rollout`" if live.record.held else ""
    if live.coming:
        remark = f"{live.share:.0%} of the calls go to {live.coming}"
    return _row(live.name, live.version, live.record.since or "-", newest, before or "-", remark)


def _row(name: str, live: str, since: str, newest: str, before: str, remark: str) -> str:
    return f"{name:16}{live:>6}  {since:18}{newest:>6}  {before:16}  {remark}".rstrip()


if __name__ == "__main__":
    main()
