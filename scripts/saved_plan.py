"""What a saved plan changes: its name, its summary, and whether it is the one that was approved.

    terraform show -json FILE | python -m scripts.saved_plan sentence | digest | expect DIGEST
    { terraform show -json FILE; terraform show -no-color FILE; } |
        python -m scripts.saved_plan summary

A plan's file has secrets from the state in it, so it is not handed from one machine to another. Its
digest is: the same configuration, packages and state give the same plan, and so the same digest.
"""

import argparse
import hashlib
import html
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 900_000
"""Characters of Terraform's words. GitHub takes 1 MiB for a step's summary:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands"""


@dataclass(frozen=True)
class SavedPlan:
    """What differs from what is there, and Terraform's own words for it, if they were asked for,
    without secrets.
    """

    resources: tuple[Mapping[str, Any], ...]
    outputs: Mapping[str, Any]
    words: str

    @property
    def digest(self) -> str:
        """The same for plans that do the same, wherever they were made."""
        changes = {"resources": self.resources, "outputs": self.outputs}
        return hashlib.sha256(json.dumps(changes, sort_keys=True).encode()).hexdigest()


def main() -> None:
    """Do what the command line asks with the plan in standard input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["sentence", "digest", "summary", "expect"])
    parser.add_argument("digest", nargs="?")
    arguments = parser.parse_args()
    plan = read(sys.stdin.read())
    match arguments.command:
        case "sentence":
            for warning in given_up(plan):
                print(f"\n{warning}\n")
            print(f"`make apply-plan PLAN={plan.digest}` applies this plan and no other.")
        case "digest":
            print(f"PLAN={plan.digest}")
        case "summary":
            print(summary(plan))
        case _ if arguments.digest != plan.digest:
            sys.exit(
                f"The plan is now {plan.digest}, not {arguments.digest}, which was approved:"
                " what is deployed, or what it is made from, has changed since. Nothing was"
                " applied. Plan and approve again."
            )


def read(text: str) -> SavedPlan:
    """Ends the program if there is none."""
    document, _, words = text.partition("\n")
    if not document:
        sys.exit("There is no saved plan that can be read. Run `make plan` first.")
    plan = json.loads(document)
    outputs = plan.get("output_changes", {})
    return SavedPlan(
        tuple(change for change in plan.get("resource_changes", ()) if _matters(change)),
        {name: change for name, change in outputs.items() if change["actions"] != ["no-op"]},
        words.strip(),
    )


def summary(plan: SavedPlan) -> str:
    """Markdown: what is changed, one resource a line, then Terraform's words for it."""
    words = html.escape(plan.words[:LONGEST])
    cut = "\n…\nThe rest is in the log." if len(plan.words) > LONGEST else ""
    return "\n".join(
        [
            f"### Plan `{plan.digest[:12]}`",
            "",
            *(line for warning in given_up(plan) for line in (f"> **{warning}**", "")),
            *(_table(plan) or ["Nothing changes."]),
            "",
            "<details><summary>In Terraform's words</summary>",
            "",
            f"<pre>{words}{cut}</pre>",
            "",
            "</details>",
        ]
    )


def given_up(plan: SavedPlan) -> Iterator[str]:
    """A sentence for each LINE channel that there would be no longer. To rename one does that."""
    change = plan.outputs.get("channels", {})
    before, after = change.get("before") or {}, change.get("after") or {}
    new = ", ".join(sorted(after.keys() - before.keys()))
    other = f" {new} would be another one, which knows none of its chats." if new else ""
    for name in sorted(before.keys() - after.keys()):
        yield (
            f"The LINE channel {name} would be given up: its secrets are deleted, its reminders are"
            f" not sent, and who writes there gets no answer.{other} If that is not meant, put"
            f' {name} back into `channels`. docs/operating.md, "Several LINE channels".'
        )


def _matters(change: Mapping[str, Any]) -> bool:
    return change["change"]["actions"] != ["no-op"] or "previous_address" in change


def _table(plan: SavedPlan) -> list[str]:
    lines = list(_lines(plan))
    return ["| what | becomes |", "|---|---|", *lines] if lines else []


def _lines(plan: SavedPlan) -> Iterator[str]:
    for change in plan.resources:
        yield f"| `{change['address']}` | {_becomes(change['change']['actions'])} |"
    for name, change in plan.outputs.items():
        yield f"| output `{name}` | {_becomes(change['actions'])} |"


def _becomes(actions: list[str]) -> str:
    match actions:
        case ["create", "delete"] | ["delete", "create"]:
            return "**replaced**"
        case ["delete"]:
            return "**deleted**"
        case ["no-op"]:
            return "moved"
        case [action]:
            return {"create": "created", "update": "changed"}.get(action, action)
    return " and ".join(actions)


if __name__ == "__main__":
    main()
